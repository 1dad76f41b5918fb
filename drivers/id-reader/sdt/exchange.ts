import type { Clock } from '../../transport/clock.ts';
import type { Wire } from '../../transport/wire.ts';
import { type Answer, answerLimits, commandBytes, type CommandName, frame, frameParser, readAnswer, sw } from './codec.ts';

export type Asked =
  | ({ readonly is: 'answer' } & Answer)
  | { readonly is: 'no-answer' }
  | { readonly is: 'no-wire' }
  /** The caller's own limit came first: its deadline or its signal. */
  | { readonly is: 'stopped' };
export interface Until { readonly atMs: number; readonly signal?: AbortSignal | undefined }

/** How long the SAM may take. Reading moves 1295 bytes at 115200 baud after the radio work. */
const patienceMs: Record<CommandName, number> = { reset: 3000, status: 1500, samId: 1500, find: 1500, select: 1500, read: 3000, newAddress: 1500, chipNumber: 1500, radioLimit: 1500 };

/** Statuses the SAM may give to any command. */
const general: readonly number[] = [sw.badChecksum, sw.badLength, sw.badCommand, sw.noPrivilege, sw.unknownError, sw.selfTestFailed, sw.notAuthorised];
const damaged: readonly number[] = [sw.badChecksum, sw.badLength];
const cardTrouble: readonly number[] = [sw.cardAuthFailed, sw.samAuthFailed, sw.badInformation, sw.unknownCardType, sw.readFailed, sw.randomFailed];

/** Whether an answer can belong to a command. Answers name no command; these shapes tell text from everything else. */
const fits: Record<CommandName, (answer: Answer) => boolean> = {
  reset: ({ status, data }) => status === sw.ok && data.length === 0,
  status: ({ status, data }) => status === sw.ok && data.length === 0,
  samId: ({ status, data }) => status === sw.ok && data.length === 16,
  find: ({ status }) => status === sw.found || status === sw.noCard,
  select: ({ status, data }) => (status === sw.ok && data.length > 0 && data.length < 16) || status === sw.selectFailed || cardTrouble.includes(status),
  read: ({ status, data }) => (status === sw.ok && data.length >= 260) || status === sw.noContent || cardTrouble.includes(status),
  chipNumber: ({ status, data }) => (status === sw.ok && data.length > 0 && data.length <= 64) || status === sw.noContent || cardTrouble.includes(status),
  radioLimit: ({ status, data }) => status === sw.ok && data.length === 0,
  newAddress: ({ status, data }) => (status === sw.ok && data.length > 16 && data.length <= 320) || status === sw.noContent || cardTrouble.includes(status),
};

/** An answer this late will not come any more. */
const forgetMs = 20_000;

/**
 * One question at a time to the SAM, each with its deadline, sent again once when nothing or a complaint about a damaged
 * frame came back: all these commands may be repeated.
 *
 * Every question still owed an answer is remembered in order. The SAM answers in order, so an answer belongs to the oldest
 * question it fits. An answer that carries text from a card counts only when that question is the present one: the card of
 * one citizen can never arrive as the answer to a later citizen's read. Other answers are good for whoever asks.
 */
export function samExchange(wire: Wire, clock: Clock) {
  const parser = frameParser(answerLimits);
  let owed: { readonly command: CommandName; readonly turn: number; readonly atMs: number }[] = [];
  let turn = 0;
  let current: { readonly command: CommandName; readonly settle: (asked: Asked) => void } | undefined;

  wire.listen((bytes) => {
    for (const body of parser.push(bytes)) take(readAnswer(body));
  });
  wire.watch((state) => {
    if (state === 'open') return;
    owed = [];
    parser.reset();
    current?.settle({ is: 'no-wire' });
  });

  function take(answer: Answer) {
    const answers = (command: CommandName) => general.includes(answer.status) || fits[command](answer);
    owed = owed.filter(({ atMs }) => clock.now() - atMs < forgetMs);
    const at = owed.findIndex(({ command }) => answers(command));
    const mine = owed[at]?.turn === turn;
    owed = owed.slice(at + 1);
    if (current && answers(current.command) && (mine || !carriesText(answer))) current.settle({ is: 'answer', ...answer });
    else answer.data.fill(0);
  }

  async function once(command: CommandName, until: Until | undefined): Promise<Asked> {
    if (wire.state !== 'open') return { is: 'no-wire' };
    // What is left of an unfinished answer would swallow the beginning of the next one.
    parser.reset();
    owed.push({ command, turn, atMs: clock.now() });
    const patience = patienceMs[command];
    const left = until ? until.atMs - clock.now() : Infinity;
    let settle!: (asked: Asked) => void;
    const outcome = new Promise<Asked>((resolve) => { settle = resolve; });
    const stop = () => settle({ is: 'stopped' });
    const callOff = clock.after(Math.max(0, Math.min(patience, left)), () => settle(left < patience ? { is: 'stopped' } : { is: 'no-answer' }));
    until?.signal?.addEventListener('abort', stop);
    if (until?.signal?.aborted) stop();
    current = { command, settle };
    void wire.send(frame(commandBytes[command])).then((sent) => (sent === 'closed' ? settle({ is: 'no-wire' }) : undefined));
    const asked = await outcome;
    current = undefined;
    callOff();
    until?.signal?.removeEventListener('abort', stop);
    return asked;
  }

  return async function ask(command: CommandName, until?: Until): Promise<Asked> {
    turn++;
    const first = await once(command, until);
    const again = first.is === 'no-answer' || (first.is === 'answer' && damaged.includes(first.status));
    return again ? once(command, until) : first;
  };
}

function carriesText({ status, data }: Answer): boolean {
  return status === sw.ok && data.length > 16;
}
