import { decodeIpp } from '../../../drivers/document-printer/ipp/codec.ts';
import { simIppPrinter } from '../../../drivers/document-printer/ipp/device.ts';
import { ippPrinter } from '../../../drivers/document-printer/ipp/driver.ts';
import type { DocumentOutcome } from '../../../drivers/document-printer/port.ts';
import type { Post } from '../../../drivers/transport/post.ts';
import { pagesOf, pdfOf } from '../contract/document-printer.ts';
import { virtualClock } from '../virtual-clock.ts';

/** Our driver, our simulated printer that takes a second for a page, and a line between them that can be troubled. */
export type Bench = ReturnType<typeof bench>;
export function bench({ createsJobs = true } = {}) {
  const clock = virtualClock();
  const device = simIppPrinter({ clock, pagesOf, msPerPage: 1000 });
  device.createsJobs = createsJobs;
  const asked: number[] = [];
  const line: { interfere: ((code: number, reply: () => Uint8Array, request: Uint8Array) => ReturnType<Post> | undefined) | undefined } = { interfere: undefined };
  const post: Post = async (bytes) => {
    const request = decodeIpp(bytes);
    const code = request.ok ? request.value.code : -1;
    asked.push(code);
    const reply = () => device.answer(bytes);
    return line.interfere?.(code, reply, bytes) ?? { ok: true, bytes: reply() };
  };
  return { clock, device, asked, line, printer: ippPrinter(post, { uri: 'ipp://printer.example/ipp/print', clock }) };
}

export const print = (b: Bench, { pages = 3, deadlineMs = 60_000 } = {}): Promise<DocumentOutcome> =>
  b.clock.until(b.printer.print({ pdf: pdfOf(pages), pages, title: '申请表' }, { deadlineMs }));
