import { type Clock, within } from '../../transport/clock.ts';
import type { Post, Posted } from '../../transport/post.ts';
import { decodeIpp, type IppMessage } from './codec.ts';
import type { IppRequest } from './requests.ts';

/** `lost`: it may have arrived, and no answer came that can be read. */
export type Answered = { readonly is: 'answer'; readonly message: IppMessage } | { readonly is: 'unreachable' } | { readonly is: 'refused' } | { readonly is: 'lost' };
export type Ask = (request: IppRequest, ms: number) => Promise<Answered>;

/** Puts one question, waits `ms` at most for its answer, and stops listening then. Never rejects. */
export function exchange(post: Post, clock: Clock): Ask {
  return async ({ requestId, bytes }, ms) => {
    const enough = new AbortController();
    const lost: Posted = { ok: false, why: 'lost' };
    // A document has personal data in it, and the copy of it in the request is not needed twice.
    const sent = post(bytes, enough.signal).catch(() => lost).finally(() => bytes.fill(0));
    const posted = await within(clock, ms, sent, lost);
    enough.abort();
    if (!posted.ok) return { is: posted.why };
    const decoded = decodeIpp(posted.bytes);
    // An answer to another question says nothing about this one.
    return decoded.ok && decoded.value.requestId === requestId ? { is: 'answer', message: decoded.value } : { is: 'lost' };
  };
}

/** RFC 8011 §4.1.8, appendix B: statuses from 0x0100 on say no. */
export const saysNo = ({ code }: IppMessage): boolean => code >= 0x0100;
