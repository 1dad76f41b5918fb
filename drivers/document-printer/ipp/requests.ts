import type { DocumentPrinterProblem, DocumentPrinterStatus } from '../port.ts';
import { attribute, encodeIpp, groupTag, type IppAttribute, type IppMessage, numberOf, operation, textsOf, valuesOf, valueTag } from './codec.ts';

/** The questions put to an IPP printer (RFC 8011 §4), and what its answers mean. */
export function ippRequests(uri: string, user: string) {
  let requestId = 0;
  const request = (code: number, attributes: readonly IppAttribute[], job: readonly IppAttribute[] = [], data = new Uint8Array(0)) => encodeIpp({
    version: [2, 0],
    code,
    requestId: ++requestId,
    groups: [
      {
        tag: groupTag.operation,
        attributes: [
          attribute(valueTag.charset, 'attributes-charset', 'utf-8'),
          attribute(valueTag.language, 'attributes-natural-language', 'zh-cn'),
          attribute(valueTag.uri, 'printer-uri', uri),
          ...attributes,
        ],
      },
      ...(job.length > 0 ? [{ tag: groupTag.job, attributes: job }] : []),
    ],
    data,
  });
  const me = attribute(valueTag.name, 'requesting-user-name', user);
  return {
    printer: () => request(operation.getPrinterAttributes, [me,
      attribute(valueTag.keyword, 'requested-attributes', 'printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs')]),
    print: (pdf: Uint8Array, title: string) => request(operation.printJob, [me,
      attribute(valueTag.name, 'job-name', title), attribute(valueTag.mimeType, 'document-format', 'application/pdf')],
    [attribute(valueTag.integer, 'copies', 1), attribute(valueTag.keyword, 'sides', 'one-sided')], pdf.slice()),
    job: (id: number) => request(operation.getJobAttributes, [attribute(valueTag.integer, 'job-id', id), me,
      attribute(valueTag.keyword, 'requested-attributes', 'job-state', 'job-state-reasons', 'job-impressions-completed')]),
    cancel: (id: number) => request(operation.cancelJob, [attribute(valueTag.integer, 'job-id', id), me]),
  };
}

/** RFC 8011 §5.4.11–12. A reason may end in -report, -warning or -error; an empty tray is one whatever its ending. */
export function printerStatus(answer: IppMessage): DocumentPrinterStatus {
  const reasons = textsOf(answer, groupTag.printer, 'printer-state-reasons').map((reason) => reason.replace(/-(report|warning|error)$/, ''));
  const severe = textsOf(answer, groupTag.printer, 'printer-state-reasons').filter((reason) => reason.endsWith('-error'));
  const has = (...names: readonly string[]) => names.some((name) => reasons.includes(name));
  if (has('door-open', 'cover-open', 'interlock-open')) return { is: 'cover-open' };
  if (has('media-jam')) return { is: 'jam' };
  if (has('media-empty', 'media-needed')) return { is: 'no-paper' };
  if (has('shutdown', 'connecting-to-device', 'timed-out')) return { is: 'offline' };
  const state = numberOf(answer, groupTag.printer, 'printer-state');
  const [accepting] = valuesOf(answer, groupTag.printer, 'printer-is-accepting-jobs');
  if (state === undefined || state === 5 || severe.length > 0 || accepting === false) return { is: 'error' };
  return { is: 'ready', paper: has('media-low') ? 'low' : 'full' };
}

export function problemOf(status: DocumentPrinterStatus): DocumentPrinterProblem | undefined {
  return status.is === 'ready' || status.is === 'starting' ? undefined : status;
}

/** RFC 8011 §5.3.7. */
export const jobState = { pending: 3, held: 4, processing: 5, stopped: 6, canceled: 7, aborted: 8, completed: 9 } as const;
