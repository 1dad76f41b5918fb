import type { Refusal, Reply } from '../../platform/port.ts';

/** Why a way did not get on, as a word; the sentence is in content/texts (`trouble.*`). */
export type WayTrouble =
  /** Of cards. */
  | 'lost-card' | 'unknown-card' | 'bad-card' | 'mute-card' | 'pin-required'
  /** Of codes held up. `other-code`: one, but not of the kind asked for. */
  | 'unreadable' | 'other-code' | 'expired' | 'used-up'
  /** The code tells who it is, but its app looked at nobody: not enough where its owner must be sure to stand here. */
  | 'not-sure'
  /** `nobody`: the back end knows no such person, code or company; `not-yours`: this person may not. */
  | 'nobody' | 'not-yours' | 'wrong-code' | 'wrong-pin' | 'too-often'
  | 'timed-out' | 'device-away' | 'no-network' | 'back-end';

/** Trying the same again at once is of no use: the next way is offered straight away. */
const final: ReadonlySet<WayTrouble> = new Set<WayTrouble>(['pin-required', 'nobody', 'not-yours', 'wrong-code', 'too-often', 'device-away', 'no-network']);
export const isFinal = (trouble: WayTrouble): boolean => final.has(trouble);

const ofRefusal: Readonly<Record<Refusal, WayTrouble>> = {
  'no-such-person': 'nobody', 'not-found': 'nobody', 'not-allowed': 'not-yours', 'expired': 'expired', 'used-up': 'used-up', 'too-often': 'too-often',
  'no-consent': 'back-end', 'bad-request': 'back-end',
};

/** What a reply that brought nothing means for the person. */
export const troubleOf = (reply: Exclude<Reply<unknown>, { is: 'ok' }>): WayTrouble => (reply.is === 'refused' ? ofRefusal[reply.why] : reply.is === 'unreachable' ? 'no-network' : 'back-end');
