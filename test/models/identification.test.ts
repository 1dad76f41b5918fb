import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simCamera } from '../../drivers/camera/sim.ts';
import { simCodeScanner } from '../../drivers/code-scanner/sim.ts';
import { simIdReader } from '../../drivers/id-reader/sim.ts';
import { companies } from '../../kiosk/dock/companies.ts';
import { helpers } from '../../kiosk/dock/helper-people.ts';
import { people } from '../../kiosk/dock/people.ts';
import { beginVisit, type Visit } from '../../kiosk/models/visit.ts';
import type { Matter } from '../../kiosk/core/matter.ts';
import { matter, pack } from '../content/pack.ts';
import { shown } from '../platform/shown.ts';
import { adult, desk, elder, records, walk, working } from './desk.ts';
import { simPhotoDecoder, simVerifier } from './verifier.ts';

/** A kiosk with scanner and social card reader as well. */
function stand(what: Matter) {
  const bench = desk();
  const scanner = simCodeScanner({ clock: bench.time });
  const idReader = simIdReader({ clock: bench.time, photo: new Uint8Array(1024).fill(9) });
  const camera = simCamera({ clock: bench.time });
  const faces = simVerifier();
  const photos = simPhotoDecoder();
  const ports = {
    ...bench.ports, idReader, codeScanner: scanner, camera, faceVerifier: faces.verifier, photoDecoder: photos.decoder,
    fitted: new Set([...bench.ports.fitted, 'code-scanner', 'smart-card', 'camera'] as const),
  };
  const visit = beginVisit(pack, what, ports);
  const settle = async () => { for (let i = 0; i < 20; i++) await Promise.resolve(); };
  const hold = async (kind: Parameters<typeof shown>[0], of: string) => { await settle(); scanner.show(shown(kind, of, bench.clock.now())); await settle(); };
  /** Reads a card and takes it away again. */
  const read = async (card: typeof adult) => { const reading = visit.identity.read(); idReader.lay(card); await bench.time.until(reading); idReader.pull(); };
  return { bench, idReader, camera, faces, photos, read, scanner, visit, identification: visit.identification, settle, hold, named: (id: string) => people.find((p) => p.id === id)! };
}
const company = (level: 'card' | 'person' = 'person'): Matter => {
  const whole = matter('start-company');
  if (whole.is !== 'chain') throw new Error('a chain');
  return { ...whole, chain: { ...whole.chain, steps: whole.chain.steps.map((step) => (step.do === 'identify' ? { ...step, level, company: true } : step)) } };
};
const proofs = (visit: Visit) => visit.identification.who.value?.proofs.map(({ way }) => way);

describe('who stands here', () => {
  test('by a code of the app is known without a card, and what it does not say is not made up', async () => {
    const { visit, identification, hold } = stand(records());
    identification.choose('app-code');
    await hold('app', 'elder');
    expect(identification.view.value).toEqual({ is: 'done' });
    expect(visit.facts.value['person-name']).toEqual({ value: elder.name, source: { is: 'app-code' } });
    expect(visit.facts.value['home-address']).toBeUndefined();
  });
  test('by a telephone is known with its number, which is not asked again', async () => {
    const { bench, visit, identification, settle } = stand(records());
    identification.choose('phone');
    identification.phone.type('19900000001');
    await identification.phone.enter();
    identification.phone.type(bench.phones()[0]!.code);
    await identification.phone.enter();
    await settle();
    expect(visit.facts.value['mobile-phone']).toEqual({ value: '19900000001', source: { is: 'phone' } });
    expect(identification.who.value).toMatchObject({ level: 'card', person: { name: adult.name } });
  });
  test('by a helper is sure, and the attestation goes to the department', async () => {
    const { bench, visit, identification, hold, named } = stand(matter('care-elsewhere'));
    identification.choose('helper');
    identification.helper.type(named('adult').number);
    await identification.helper.enter();
    identification.helper.type(named('adult').name);
    await identification.helper.enter();
    void identification.helper.sawBy('known-personally');
    await hold('helper', 'helper-1');
    identification.helper.type(helpers[0]!.pin);
    await identification.helper.enter();
    expect(identification.who.value).toMatchObject({ level: 'person', proofs: [{ way: 'helper', seen: 'known-personally', attestation: expect.stringMatching(/^DEMO-/) }] });
    await walk(bench, visit, adult, working, 'rate');
    expect(bench.handed[0]).toMatchObject({ identity: { level: 'person', proofs: [{ way: 'helper' }] }, company: null });
  });
  test('who was somebody else before takes nothing over, not even how sure it was', async () => {
    const { read, visit, identification, hold } = stand(company());
    identification.choose('app-code');
    await hold('e-id', 'adult');
    expect(identification.who.value?.level).toBe('person');
    visit.answer('trade-name', '山亭红');
    await read(elder);
    expect(identification.who.value).toMatchObject({ level: 'card', person: { name: elder.name } });
    expect([visit.learned.value.answers, visit.learned.value.told, proofs(visit)]).toEqual([{}, {}, ['id-card']]);
  });
  test('is raised by a second proof of the same person, and what the card says stays', async () => {
    const { read, visit, identification, hold } = stand(matter('start-company'));
    await read(adult);
    expect(identification.view.value).toEqual({ is: 'ways' });
    identification.choose('app-code');
    await hold('app-face', 'adult');
    expect(identification.view.value).toEqual({ is: 'done' });
    expect(proofs(visit)).toEqual(['id-card', 'app-code']);
    expect(visit.facts.value['home-address']).toMatchObject({ source: { is: 'id-card' } });
  });
  test('is sure by a face that fits the card, told with its band; declining leads to the other ways, of which the face is one', async () => {
    const { bench, visit, identification, faces, camera, read } = stand(matter('start-company'));
    await read(adult);
    expect(identification.offers.value.map(({ way }) => way)).toEqual(['face', 'app-code', 'helper', 'window']);
    identification.choose('face');
    identification.face.decline();
    expect(identification.view.value).toEqual({ is: 'ways' });
    identification.choose('face');
    void identification.face.agree();
    await bench.time.pass(10);
    expect(camera.isOn).toBe(true);
    faces.answer({ is: 'same-person', band: 'clear', pack: 'test-1' });
    await bench.time.pass(1);
    identification.goOn();
    expect(identification.view.value).toEqual({ is: 'done' });
    expect([camera.isOn, proofs(visit)]).toEqual([false, ['id-card', 'face']]);
  });
  test('is not said by a face that differs: it stands behind the other ways, and the card stays what it is', async () => {
    const { bench, identification, faces, read } = stand(matter('start-company'));
    await read(adult);
    identification.choose('face');
    void identification.face.agree();
    await bench.time.pass(10);
    faces.answer({ is: 'different', band: 'clear', pack: 'test-1' });
    await bench.time.pass(1);
    expect(identification.face.state.value).toMatchObject({ is: 'failed', again: false });
    expect(identification.offers.value.map(({ way }) => way)).toEqual(['app-code', 'helper', 'face', 'window']);
    expect(identification.who.value?.level).toBe('card');
  });
  test('acts for a company by its licence, as its legal representative, or as an agent with an authorisation', async () => {
    const { read, identification, hold } = stand(company('card'));
    identification.choose('company-code');
    await hold('licence-agent', 'bakery');
    expect(identification.who.value).toMatchObject({ person: { name: '孙晓梅' }, acting: { as: 'agent', by: 'company-code', company: { code: companies[0]!.code } } });
    await read(adult);
    expect(identification.view.value).toEqual({ is: 'company-ways' });
    identification.choose('agent');
    identification.agent.type(companies[0]!.code.toLowerCase());
    await identification.agent.enter();
    expect(identification.left.value).toMatchObject({ way: 'agent', trouble: 'not-yours' });
    identification.choose('legal-person');
    identification.legalPerson.type(companies[0]!.code);
    await identification.legalPerson.enter();
    expect([identification.view.value, identification.who.value?.acting?.as]).toEqual([{ is: 'done' }, 'legal-person']);
  });
});

describe('a way that does not get on', () => {
  test('is left after the second failure, with the reason, for the next', async () => {
    const { scanner, identification, settle } = stand(records());
    for (const view of [{ is: 'way', way: 'app-code' }, { is: 'ways' }] as const) {
      identification.choose('app-code');
      await settle();
      scanner.show(new Uint8Array(0));
      await settle();
      expect(identification.view.value).toEqual(view);
    }
    expect(identification.left.value).toEqual({ way: 'app-code', trouble: 'unreadable', tried: true });
    expect(identification.offers.value.map(({ way }) => way)).toEqual(['id-card', 'social-card', 'phone', 'helper', 'app-code', 'window']);
  });
  test('is left at once where trying again is of no use: three wrong codes, no network, a dead device', async () => {
    const { bench, idReader, scanner, identification, settle } = stand(records());
    identification.choose('phone');
    identification.phone.type('19900000001');
    await identification.phone.enter();
    const wrong = bench.phones()[0]!.code === '000000' ? '000001' : '000000';
    for (let n = 0; n < 3; n++) { identification.phone.type(wrong); await identification.phone.enter(); }
    expect(identification.left.value).toMatchObject({ way: 'phone', trouble: 'wrong-code' });
    bench.setReachable(false);
    identification.choose('app-code');
    await settle();
    scanner.show(shown('app', 'adult', bench.clock.now()));
    await settle();
    expect(identification.left.value).toMatchObject({ way: 'app-code', trouble: 'no-network' });
    idReader.setOffline('no-wire');
    identification.choose('id-card');
    await settle();
    expect(identification.left.value).toMatchObject({ way: 'id-card', trouble: 'device-away' });
  });
  test('the bytes of a code held up are overwritten once they were asked about', async () => {
    const { bench, scanner, identification, settle } = stand(records());
    let seen: Uint8Array | undefined;
    const ask = bench.platform.whoseCode;
    bench.platform.whoseCode = (question) => { seen = question.token; return ask(question); };
    identification.choose('app-code');
    await settle();
    scanner.show(shown('app', 'adult', bench.clock.now()));
    await settle();
    expect(identification.who.value?.person.name).toBe(adult.name);
    expect([seen!.length > 0, seen!.every((byte) => byte === 0)]).toEqual([true, true]);
  });
});

test('whatever devices, network and people do, there is a way on, and a face is looked at only after consent', async () => {
  const event = fc.constantFrom('card', 'odd-card', 'pull', 'reader-out', 'reader-in', 'app', 'face-app', 'rubbish', 'scanner-out', 'scanner-in', 'net-out', 'net-in', 'social', 'phone', 'helper', 'next-way', 'others', 'again', 'leave', 'open', 'minute', 'face', 'agree', 'decline', 'same', 'different', 'withdraw');
  // Four in five begin on the way to a face, where luck alone would seldom come.
  const events = fc.tuple(fc.constantFrom([], ['open', 'card'], ['open', 'card', 'face'], ['open', 'card', 'face', 'agree'], ['open', 'card', 'face', 'agree', 'same']), fc.array(event, { minLength: 1, maxLength: 25 })).map((parts) => parts.flat());
  let looks = 0;
  await fc.assert(fc.asyncProperty(events, fc.boolean(), async (all, sure) => {
    const { bench, idReader, camera, faces, photos, scanner, visit, identification, settle } = stand(sure ? matter('start-company') : records());
    let consents = 0;
    for (const event of all) {
      switch (event) {
        case 'card': idReader.lay(adult); break;
        case 'odd-card': idReader.lay({ is: 'unknown-card', kind: 'J' }); break;
        case 'pull': idReader.pull(); bench.smartCard.pull(); break;
        case 'reader-out': idReader.setOffline('no-wire'); break;
        case 'reader-in': idReader.setOffline(null); break;
        case 'app': scanner.show(shown('app', 'adult', bench.clock.now())); break;
        case 'face-app': scanner.show(shown('app-face', 'elder', bench.clock.now())); break;
        case 'rubbish': scanner.show('SD-0001-20261104-0042-Z'); break;
        case 'scanner-out': case 'scanner-in': scanner.setOffline(event === 'scanner-out'); break;
        case 'net-out': case 'net-in': bench.setReachable(event === 'net-in'); break;
        case 'social': identification.choose('social-card'); bench.smartCard.lay({ is: 'mute-card' }); break;
        case 'phone': identification.choose('phone'); identification.phone.type('19900000001'); await identification.phone.enter(); break;
        case 'helper': identification.choose('helper'); break;
        case 'next-way': { const next = identification.offers.value.find(({ can, way }) => can === 'now' && way !== 'window'); if (next && next.way !== 'window') identification.choose(next.way); break; }
        case 'face': if (identification.offers.value.some(({ way }) => way === 'face')) identification.choose('face'); break;
        case 'agree': if (identification.face.state.value.is === 'consent') consents++; void identification.face.agree(); break;
        case 'decline': identification.face.decline(); break;
        case 'withdraw': identification.face.withdraw(); break;
        case 'same': case 'different': faces.answer({ is: event === 'same' ? 'same-person' : 'different', band: 'clear', pack: 'test-1' }); break;
        case 'others': identification.others(); break;
        case 'again': identification.again(); break;
        case 'leave': identification.leave(); break;
        case 'open': identification.open(); break;
        case 'minute': await bench.time.pass(61_000); break;
      }
      await bench.time.pass(5);
      await settle();
      const view = identification.view.value;
      // The screen of a way always shows the other ways; those always end with the window; and done is done for a reason.
      expect(identification.offers.value.at(-1)).toEqual({ way: 'window', can: 'now' });
      if (view.is === 'done') expect(identification.who.value !== null && (!sure || identification.who.value.level === 'person')).toBe(true);
      // Nothing of a face is worked on before a yes, and each yes is good for one look; the camera is on for nothing else.
      expect([photos.asked, faces.asks.length].every((n) => n <= consents)).toBe(true);
      if (camera.isOn) expect(['opening', 'looking']).toContain(identification.face.state.value.is);
      if (!sure) expect(identification.offers.value.map(({ way }) => way)).not.toContain('face');
    }
    looks += faces.asks.length;
    visit.end();
    await settle();
    expect([identification.view.value.is === 'way', camera.isOn]).toEqual([false, false]);
  }), { numRuns: 150 });
  expect(looks).toBeGreaterThan(10);
});
