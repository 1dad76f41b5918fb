import { formatLocalNumber } from '../../kiosk/core/local-number.ts';
import type { Purpose, Rating, Sealed, Subject } from '../../kiosk/platform/port.ts';
import { importPublicKey, seal } from '../../kiosk/store/seal.ts';
import { people } from '../../kiosk/dock/people.ts';
import type { StandIn } from './stand-in.ts';

/** Asks and applications of the fictional people, as the tests send them. */
export const purpose: Purpose = { item: 'social-insurance-records', kiosk: 'ST01', site: 'shanting-centre', consentAt: '2026-11-04T09:12:30+08:00' };

export function subject(id: string): Subject {
  const person = people.find((p) => p.id === id);
  if (!person) throw new Error(`nobody called ${id}`);
  return { idType: '111', idNumber: person.number, name: person.name };
}

export const rating: Rating = { score: 5, reasons: ['easy'], item: 'medical-account-withdrawal', caseNumber: null, areaCode: '370406000000', channel: 5, kiosk: 'ST01' };

let sequence = 0;

/** A fresh submission for two items, sealed to the stand-in's key. */
export async function submission(office: StandIn, application: unknown = { items: [{ id: 'one', department: '甲局' }, { id: 'two', department: '乙局' }], form: { name: '周文清' } }) {
  const key = await importPublicKey(office.publicJwk);
  if (!key.ok) throw new Error('the stand-in has no key');
  const localNumber = formatLocalNumber({ kiosk: 'ST01', date: '2026-11-04', sequence: ++sequence });
  const sealed: Sealed = await seal(application, localNumber, key.value);
  return { key: crypto.randomUUID(), localNumber, sealed, deadlineMs: 5000 };
}
