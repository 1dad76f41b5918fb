import { randomBytes, randomInt } from 'node:crypto';
import { companies, type DemoCompany } from '../../kiosk/dock/companies.ts';
import { readDemoToken, type DemoToken } from '../../kiosk/dock/demo-codes.ts';
import { helpers } from '../../kiosk/dock/helper-people.ts';
import { people, type DemoPerson } from '../../kiosk/dock/people.ts';
import type { CodeOwner, IdentifiedCompany, IdentifiedPerson, Refusal } from '../../kiosk/platform/port.ts';
import { demo, phoneOf } from './people-facts.ts';

/** A code sent to a phone, as the phone shows it; only the switch `/_phones` tells, never a reply. */
export interface SentCode { readonly phone: string; readonly code: string; readonly sentAt: string }
type Refused = { readonly why: Refusal };
type Checked = { readonly person: IdentifiedPerson } | { readonly person: null; readonly triesLeft: number };

const tokenGoodForMs = 60_000;
const phoneCode = { againAfterSeconds: 60, goodForSeconds: 300, tries: 3, anHour: 5 };
const helperTries = 5;
const helperPauseMs = 10 * 60_000;

/** What the stand-in knows of who stands at a kiosk: codes shown, codes sent, helpers, who may act for a company. In memory only. */
export function identities({ now }: { readonly now: () => Date }) {
  /** Every nonce that was asked about, with when: a code tells whose it is once. */
  const used = new Map<string, number>();
  const sent: { readonly ticket: string; readonly phone: string; readonly code: string; readonly at: number; triesLeft: number; done: boolean }[] = [];
  const wrongPins = new Map<string, { count: number; at: number }>();
  let attestations = 0;
  const ms = () => now().getTime();

  /** The token read, if it is one of the wanted kinds, fresh and not used; `use` marks it used. */
  function take(bytes: Uint8Array, kinds: readonly DemoToken['kind'][]): { readonly token: DemoToken; use(): void } | Refused {
    const token = readDemoToken(Buffer.from(bytes).toString('latin1'));
    if (!token || !kinds.includes(token.kind)) return { why: 'not-found' };
    if (used.has(token.nonce)) return { why: 'used-up' };
    if (Math.abs(ms() - token.madeAt) > tokenGoodForMs) return { why: 'expired' };
    return {
      token,
      use() {
        for (const [nonce, at] of used) if (ms() - at > 10 * tokenGoodForMs) used.delete(nonce);
        used.set(token.nonce, ms());
      },
    };
  }

  return {
    whoseCode(bytes: Uint8Array): CodeOwner | Refused {
      const taken = take(bytes, ['app', 'app-face', 'e-id', 'licence', 'licence-agent']);
      if ('why' in taken) return taken;
      taken.use();
      const { kind, of } = taken.token;
      if (kind === 'licence' || kind === 'licence-agent') {
        const company = companies.find(({ id }) => id === of);
        const holder = company && personOf(kind === 'licence' ? company.legalPerson : company.agents[0]?.person);
        return company && holder ? { owner: 'company', company: shown(company), holder: named(holder), as: kind === 'licence' ? 'legal-person' : 'agent', app: demo('电子营业执照') } : { why: 'not-found' };
      }
      const person = personOf(of);
      if (!person) return { why: 'not-found' };
      return { owner: 'person', person: named(person), level: kind === 'app' ? 'card' : 'person', app: demo(kind === 'e-id' ? '国家网络身份认证' : '爱山东') };
    },

    sendPhoneCode(phone: string): { readonly ticket: string; readonly againAfterSeconds: number; readonly goodForSeconds: number } | Refused {
      const lately = sent.filter((one) => one.phone === phone && ms() - one.at < 3_600_000);
      if (lately.length >= phoneCode.anHour || lately.some((one) => ms() - one.at < phoneCode.againAfterSeconds * 1000)) return { why: 'too-often' };
      // Only the newest code of a phone counts.
      for (const one of lately) one.done = true;
      const ticket = randomBytes(12).toString('hex');
      sent.push({ ticket, phone, code: String(randomInt(1_000_000)).padStart(6, '0'), at: ms(), triesLeft: phoneCode.tries, done: false });
      return { ticket, againAfterSeconds: phoneCode.againAfterSeconds, goodForSeconds: phoneCode.goodForSeconds };
    },

    checkPhoneCode(ticket: string, code: string): Checked | Refused {
      const asked = sent.find((one) => one.ticket === ticket);
      if (!asked) return { why: 'not-found' };
      if (asked.done) return { why: 'used-up' };
      if (ms() - asked.at > phoneCode.goodForSeconds * 1000) return { why: 'expired' };
      if (asked.code !== code) {
        asked.triesLeft--;
        asked.done = asked.triesLeft === 0;
        return { person: null, triesLeft: asked.triesLeft };
      }
      asked.done = true;
      // Only whoever holds the phone comes to hear that nobody is registered by it.
      const person = people.find(({ id }) => phoneOf(id) === asked.phone);
      return person ? { person: named(person) } : { why: 'no-such-person' };
    },

    /** A wrong PIN leaves the helper's code good: it need not be held up again. Five of them close the account for ten minutes. */
    attest(bytes: Uint8Array, pin: string, attested: IdentifiedPerson): { readonly person: IdentifiedPerson; readonly attestation: string; readonly helper: string } | Refused {
      const taken = take(bytes, ['helper']);
      if ('why' in taken) return taken;
      const helper = helpers.find(({ id }) => id === taken.token.of);
      if (!helper) return { why: 'not-found' };
      const wrong = wrongPins.get(helper.id);
      const counted = wrong && ms() - wrong.at < helperPauseMs ? wrong.count : 0;
      if (counted >= helperTries) return { why: 'too-often' };
      if (helper.pin !== pin) {
        wrongPins.set(helper.id, { count: counted + 1, at: ms() });
        return { why: 'not-allowed' };
      }
      wrongPins.delete(helper.id);
      const person = people.find(({ number, name }) => number === attested.idNumber && name === attested.name);
      if (!person) return { why: 'no-such-person' };
      taken.use();
      return { person: named(person), attestation: `DEMO-${now().toISOString().slice(0, 10)}-${String(++attestations).padStart(4, '0')}`, helper: demo(helper.name) };
    },

    /** `today` YYYY-MM-DD. An authorisation counts to the end of its last day. */
    mayActFor(person: IdentifiedPerson & { readonly idNumber: string }, code: string, as: 'legal-person' | 'agent', today: string): { readonly company: IdentifiedCompany; readonly authorisation: string | null; readonly until: string | null } | Refused {
      const who = people.find(({ number, name }) => number === person.idNumber && name === person.name);
      if (!who) return { why: 'no-such-person' };
      const company = companies.find((one) => one.code === code);
      if (!company) return { why: 'not-found' };
      if (as === 'legal-person') return company.legalPerson === who.id ? { company: shown(company), authorisation: null, until: null } : { why: 'not-allowed' };
      const agent = company.agents.find((one) => one.person === who.id);
      if (!agent) return { why: 'not-allowed' };
      return agent.until < today ? { why: 'expired' } : { company: shown(company), authorisation: agent.authorisation, until: agent.until };
    },

    /** What lies on the phones of the demonstration, newest first, until it is used or old. */
    phones: (): SentCode[] => sent.filter((one) => !one.done && ms() - one.at <= phoneCode.goodForSeconds * 1000).map(({ phone, code, at }) => ({ phone, code, sentAt: new Date(at).toISOString() })).toReversed(),
  };
}
export type Identities = ReturnType<typeof identities>;

const personOf = (id: string | undefined): DemoPerson | undefined => people.find((one) => one.id === id);
const named = ({ name, number }: DemoPerson): IdentifiedPerson => ({ name, idNumber: number });
const shown = ({ name, code }: DemoCompany): IdentifiedCompany => ({ name, code });
