import { cancelsWhatIsMeant, endsInTime, freesTheDevice, speaksInOrder } from './endings.ts';
import { keepsItsWord, knowsWhatItDoesNotKnow, refusesNonsense } from './messages.ts';
import { canBeFollowed, findNumber, hasLimits } from './states.ts';
import { Finding, must, NotTried, type Service, servicesOf, type Target } from './target.ts';

export type Verdict =
  /** `note`: what of it could not be tried. */
  | { readonly is: 'passed'; readonly note?: string }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'not-tried'; readonly why: string };
export interface Case { readonly row: number; readonly zh: string; readonly en: string }
type Run = (target: Target, services: readonly Service[], overheard: readonly string[]) => Promise<string | undefined | void>;

const ofTheClient: Run = async () => { throw new NotTried('是对客户端的要求，见 test/drivers/xfs4iot/client.test.ts / asked of clients'); };

/** The twelve cases of FACTS §1.8 (from KAL's test client and cashblocks' adversarial list). The last judges what the others heard. */
const cases: readonly (Case & { readonly run: Run })[] = [
  { row: 1, zh: '不成消息的消息被拒绝，之后没有完成', en: 'what is no message is refused, and nothing follows', run: refusesNonsense },
  { row: 2, zh: '不认识的命令和版本：应答，然后 unsupportedCommand', en: 'unknown commands and versions are acknowledged and unsupported', run: knowsWhatItDoesNotKnow },
  { row: 3, zh: 'Capabilities 列出的命令都认识', en: 'every listed command is known', run: keepsItsWord },
  { row: 4, zh: '时限到了才 timeOut，不早不晚', en: 'timeOut comes at the timeout, not before, not long after', run: endsInTime },
  { row: 5, zh: '取消排队的、执行中的；取消不了已完成的和别人的', en: 'Cancel ends what waits and what runs, not what has ended or is another’s', run: cancelsWhatIsMeant },
  { row: 6, zh: '应答、事件、完成依次，只给发令者', en: 'acknowledge, events, completion in this order, to the requester only', run: speaksInOrder },
  { row: 7, zh: '客户端断开，设备空出来给下一个', en: 'a client that goes frees the device for the next', run: freesTheDevice },
  { row: 8, zh: '合并 StatusChangedEvent 就是 Status', en: 'a status with each StatusChangedEvent merged in is the status', run: canBeFollowed },
  { row: 9, zh: '坏的完成、错的 requestId、没有应答：只毁一条命令', en: 'malformed, mismatched or missing answers spoil one command only', run: ofTheClient },
  { row: 10, zh: '发出之后断开：结果不确定，绝不自动重发', en: 'a break after sending is indeterminate and never repeated', run: ofTheClient },
  { row: 11, zh: '消息大小和未完命令数有上限', en: 'messages and open commands have limits', run: hasLimits },
  { row: 12, zh: '没有人放卡时，说过的话里没有身份证号码', en: 'nothing that was said holds an identity number', run: async (_target, _services, overheard) => must(!findNumber(overheard), '说过的话里有身份证号码 / an identity number was said') },
];
export const rows: readonly Case[] = cases;

/** Tries every case in turn, or those of `only`, and tells each verdict. Throws when the server cannot be talked to at all. */
export async function tryConformance(target: Target, tell: (one: Case, verdict: Verdict) => void = () => {}, only: readonly number[] = []): Promise<ReadonlyMap<number, Verdict>> {
  const overheard: string[] = [];
  const heard: Target = { ...target, overhear: (text) => { overheard.push(text); } };
  const services = await servicesOf(heard);
  const verdicts = new Map<number, Verdict>();
  for (const one of cases.filter(({ row }) => only.length === 0 || only.includes(row))) {
    const verdict = await verdictOf(() => one.run(heard, services, overheard));
    verdicts.set(one.row, verdict);
    tell(one, verdict);
  }
  return verdicts;
}

async function verdictOf(run: () => Promise<string | undefined | void>): Promise<Verdict> {
  try {
    const note = await run();
    return { is: 'passed', ...(typeof note === 'string' && { note }) };
  } catch (trouble) {
    if (trouble instanceof NotTried) return { is: 'not-tried', why: trouble.message };
    if (trouble instanceof Finding) return { is: 'failed', why: trouble.message };
    throw trouble;
  }
}
