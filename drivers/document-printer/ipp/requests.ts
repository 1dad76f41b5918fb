import { attribute, encodeIpp, groupTag, type IppAttribute, operation, valueTag } from './codec.ts';

export interface IppRequest { readonly requestId: number; readonly bytes: Uint8Array }
export type IppRequests = ReturnType<typeof ippRequests>;

/** The questions put to an IPP printer (RFC 8011 §4). Target attributes come first and in this order (§4.1.5). */
export function ippRequests(uri: string, user: string) {
  let requestId = 0;
  const request = (code: number, attributes: readonly IppAttribute[], job: readonly IppAttribute[] = [], data = new Uint8Array(0)): IppRequest => ({
    requestId: ++requestId,
    bytes: encodeIpp({
      version: [2, 0],
      code,
      requestId,
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
    }),
  });
  const me = attribute(valueTag.name, 'requesting-user-name', user);
  const job = (id: number) => attribute(valueTag.integer, 'job-id', id);
  const named = (title: string) => attribute(valueTag.name, 'job-name', title);
  const pdfFormat = attribute(valueTag.mimeType, 'document-format', 'application/pdf');
  return {
    printer: () => request(operation.getPrinterAttributes, [me, attribute(valueTag.keyword, 'requested-attributes',
      'printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs', 'printer-make-and-model', 'cups-version', 'operations-supported', 'document-format-supported',
      'copies-supported', 'sides-supported', 'media-supported', 'marker-levels', 'marker-low-levels', 'marker-types')]),
    create: (title: string, settings: readonly IppAttribute[]) => request(operation.createJob, [me, named(title)], settings),
    send: (id: number, pdf: Uint8Array) => request(operation.sendDocument, [job(id), me, pdfFormat, attribute(valueTag.boolean, 'last-document', true)], [], pdf as Uint8Array<ArrayBuffer>),
    print: (pdf: Uint8Array, title: string, settings: readonly IppAttribute[]) => request(operation.printJob, [me, named(title), pdfFormat], settings, pdf as Uint8Array<ArrayBuffer>),
    job: (id: number) => request(operation.getJobAttributes, [job(id), me,
      attribute(valueTag.keyword, 'requested-attributes', 'job-id', 'job-state', 'job-state-reasons', 'job-impressions-completed', 'time-at-processing')]),
    cancel: (id: number) => request(operation.cancelJob, [job(id), me]),
  };
}
