import { groupedCase } from './mask.ts';
import type { Paper, PaperBlock } from './paper.ts';
import type { Say } from './say.ts';

export interface ReceiptFacts {
  readonly matter: string;
  readonly site: string;
  /** Already masked. */
  readonly name: string;
  /** Local date and time as printed. */
  readonly at: string;
  readonly simulated: boolean;
  readonly state: { readonly is: 'accepted'; readonly cases: readonly { readonly name: string; readonly number: string; readonly department: string }[] } | { readonly is: 'kept' } | { readonly is: 'rejected' };
  readonly localNumber: string;
  /** Documents still to be brought. */
  readonly bring: readonly string[];
  readonly next: string;
}

/**
 * The receipt. An application that waits here says so and never that it was accepted: 已在本机登记，联网后提交. The QR
 * code carries numbers only.
 */
export function receiptPaper(say: Say, facts: ReceiptFacts): Paper {
  const first = facts.state.is === 'accepted' ? facts.state.cases[0] : undefined;
  const many = facts.state.is === 'accepted' && facts.state.cases.length > 1;
  return [
    ...stamp(say, facts.simulated),
    { is: 'title', text: say(`paper.title-${facts.state.is}`) },
    { is: 'text', text: facts.matter },
    { is: 'rule' },
    { is: 'number', label: say(first && !many ? 'paper.case-number' : 'paper.local-number'), value: first && !many ? groupedCase(first.number) : facts.localNumber },
    { is: 'pair', label: say('paper.for'), value: facts.name },
    { is: 'pair', label: say('paper.at'), value: facts.at },
    { is: 'pair', label: say('paper.site'), value: facts.site },
    ...(many && facts.state.is === 'accepted' ? [{ is: 'heading', text: say('paper.cases') } as const, ...facts.state.cases.map((c): PaperBlock => ({ is: 'pair', label: c.name, value: groupedCase(c.number) }))] : []),
    { is: 'rule' },
    { is: 'heading', text: say('paper.next') },
    { is: 'text', text: say(`paper.state-${facts.state.is}`) },
    { is: 'text', text: facts.next },
    ...(facts.bring.length ? [{ is: 'heading', text: say('paper.bring', { n: facts.bring.length }) } as const, ...facts.bring.map((b, i): PaperBlock => ({ is: 'text', text: `${i + 1}. ${b}` }))] : []),
    { is: 'rule' },
    { is: 'text', text: say('paper.ask') },
    { is: 'qr', content: first && !many ? first.number : facts.localNumber, caption: say('paper.qr') },
    ...stamp(say, facts.simulated),
  ];
}

/** One row of the notice on paper: what it is about, what is said, and where that comes from or that it is only for reference. */
export interface NoticeLine { readonly label: string; readonly lines: readonly string[]; readonly source?: string; readonly note?: string }
export interface NoticeFacts { readonly matter: string; readonly site: string; readonly at: string; readonly simulated: boolean; readonly sections: readonly { readonly title: string; readonly rows: readonly NoticeLine[] }[] }

/** The notice on paper: what to know and to bring, so that one trip is enough. What is told as a fact bears its source here, too. */
export function noticePaper(say: Say, facts: NoticeFacts): Paper {
  return [
    ...stamp(say, facts.simulated),
    { is: 'title', text: say('paper.title-notice') },
    { is: 'text', text: facts.matter },
    { is: 'rule' },
    ...facts.sections.flatMap((s): PaperBlock[] => [{ is: 'heading', text: s.title }, ...linesOf(say, s.rows).map((text): PaperBlock => ({ is: 'text', text }))]),
    { is: 'rule' },
    { is: 'pair', label: say('paper.site'), value: facts.site },
    { is: 'pair', label: say('paper.at'), value: facts.at },
    { is: 'text', text: say('notice.ask') },
    ...stamp(say, facts.simulated),
  ];
}
/** Rows one below another that rest on the same source name it once, below the last. */
function linesOf(say: Say, rows: readonly NoticeLine[]): readonly string[] {
  return rows.flatMap(({ label, lines, source, note }, i) => [
    ...(lines.length === 1 ? [say('notice.row', { label, words: lines[0]! })] : [say('notice.row', { label, words: '' }).trimEnd(), ...lines]),
    ...(note === undefined ? [] : [note]),
    ...(source === undefined || source === rows[i + 1]?.source ? [] : [source]),
  ]);
}

const stamp = (say: Say, simulated: boolean): PaperBlock[] => (simulated ? [{ is: 'stamp', text: say('paper.demo') }] : []);
