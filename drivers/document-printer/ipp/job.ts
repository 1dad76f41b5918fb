import type { DocumentOutcome, DocumentPrinterProblem } from '../port.ts';
import type { PrinterFacts } from './answers.ts';
import { groupTag, numberOf, statusCode } from './codec.ts';
import { type Answered, saysNo } from './exchange.ts';
import { follow } from './follow.ts';
import { answerMs, type Delivery, type Printer, type Run } from './run.ts';

/**
 * Brings one document to paper. With Create-Job the number of the job is known before the first byte of the document goes
 * out: whatever is lost then, the job can be asked after and cancelled. With Print-Job a lost answer leaves nothing to ask after.
 */
export async function printJob(printer: Printer, facts: PrinterFacts, run: Run): Promise<DocumentOutcome> {
  const { ask, requests, clock } = printer;
  const { pdf, title } = run.document;
  const left = () => Math.max(0, run.atMs - run.reserveMs - clock.now());
  /** Too late, or for nobody: nothing may go out any more. */
  const tooLate = () => left() <= 0 || run.signal?.aborted === true;
  if (tooLate()) return notBegun;
  run.tell({ is: 'sending' });

  if (facts.createsJobs) {
    const made = await ask(requests.create(title, facts.settings), Math.min(answerMs, left()));
    // Nothing of the document has gone out, and a job without one prints nothing.
    if (made.is !== 'answer') return { is: 'not-printed', problem: { is: made.is === 'refused' ? 'error' : 'offline' } };
    if (made.message.code !== statusCode.notSupported) {
      const refusal = refusalOf(made);
      const id = idOf(made);
      if (refusal || id === undefined) return { is: 'not-printed', problem: refusal ?? { is: 'error' } };
      if (tooLate()) { void printer.cancel(id); return notBegun; }
      run.sent = true;
      return follow(printer, facts, run, id, ask(requests.send(id, pdf), left()).then(deliveryOf));
    }
  }
  if (tooLate()) return notBegun;
  run.sent = true;
  const sent = await ask(requests.print(pdf, title, facts.settings), left());
  const delivery = deliveryOf(sent);
  if (delivery.is === 'refused') return { is: 'not-printed', problem: delivery.problem };
  const id = idOf(sent);
  if (id === undefined) return { is: 'indeterminate', pagesDone: 0, problem: { is: delivery.is === 'lost' ? 'offline' : 'error' } };
  return follow(printer, facts, run, id, Promise.resolve(delivery));
}

/** Given up before anything went out. */
export const notBegun: DocumentOutcome = { is: 'not-printed', problem: { is: 'busy' } };

function deliveryOf(answered: Answered): Delivery {
  if (answered.is === 'lost') return { is: 'lost' };
  const problem = refusalOf(answered);
  return problem ? { is: 'refused', problem } : { is: 'taken' };
}
/** Why the printer did not take it; nothing when it did, or when that is unknown. */
function refusalOf(answered: Answered): DocumentPrinterProblem | undefined {
  if (answered.is === 'unreachable') return { is: 'offline' };
  if (answered.is === 'refused') return { is: 'error' };
  if (answered.is === 'lost' || !saysNo(answered.message)) return undefined;
  const { code } = answered.message;
  return { is: code === statusCode.busy ? 'busy' : code === statusCode.formatNotSupported ? 'no-pdf' : 'error' };
}
/** Numbers of jobs begin at one (RFC 8011 §5.3.2). */
function idOf(answered: Answered): number | undefined {
  const id = answered.is === 'answer' ? numberOf(answered.message, groupTag.job, 'job-id') : undefined;
  return id !== undefined && id > 0 ? id : undefined;
}
