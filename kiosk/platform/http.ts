import * as v from 'valibot';
import { fromBase64, toBase64 } from './base64.ts';
import { exchange, retryAfterMs, type Answer } from './exchange.ts';
import type { Deadline, Platform, Reply, SubmitReply } from './port.ts';
import {
  actForReply, attestationReply, certificatesReply, codeOwnerReply, factsReply, healthReply, phoneOwnerReply, phoneTicketReply, printableReply, progressReply, recordsReply,
  refusalReply, rejectionReply, submissionReply,
} from './replies.ts';

export interface HttpPlatform {
  /** Where the paths of openapi.yaml begin, without a trailing slash, e.g. `https://ywtb.example/kiosk`. */
  readonly baseUrl: string;
  /** The kiosk's id, told in the header Kiosk-Id of every POST. */
  readonly kiosk: string;
  /** Bearer token of the kiosk, if the gateway wants one. */
  readonly token?: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds since 1970; only for a Retry-After given as a date. */
  readonly now?: () => number;
}

const maxJsonBytes = 1024 * 1024;
const maxPdfBytes = 8 * 1024 * 1024;
const maxPrintableBytes = Math.ceil(maxPdfBytes / 3) * 4 + 64 * 1024;

/** The platform over HTTP as in openapi.yaml. Every method ends by its `deadlineMs` (a duration) and none rejects. */
export function httpPlatform(options: HttpPlatform): Platform {
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  const now = options.now ?? Date.now;
  const headers = { 'Kiosk-Id': options.kiosk, ...(options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }) };

  const post = (path: string, body: unknown, ask: Deadline, more: { key?: string; maxBytes?: number } = {}) =>
    exchange(fetch, {
      url: options.baseUrl + path, method: 'POST', body, maxBytes: more.maxBytes ?? maxJsonBytes,
      // A structured-field string (RFC 8941 §3.3.3), hence the quotes.
      headers: more.key === undefined ? headers : { ...headers, 'Idempotency-Key': `"${more.key}"` },
    }, ask);

  return {
    async health(ask) {
      const answer = await exchange(fetch, { url: `${options.baseUrl}/v1/health`, method: 'GET', headers: {}, maxBytes: maxJsonBytes }, ask);
      const body = answer.is === 'answer' && answer.status === 200 ? v.safeParse(healthReply, answer.json) : null;
      return body?.success ? body.output.status : 'down';
    },
    async facts({ subject, purpose, fields, ...ask }) {
      return read(factsReply, await post('/v1/facts', { subject, purpose, fields }, ask));
    },
    async certificates({ subject, purpose, types, ...ask }) {
      return read(certificatesReply, await post('/v1/certificates', { subject, purpose, types }, ask));
    },
    async records({ subject, purpose, query, years, ...ask }) {
      return read(recordsReply, await post('/v1/records', { subject, purpose, query, years }, ask));
    },
    async printable({ subject, purpose, query, years, ...ask }) {
      const answer = await post('/v1/records/printable', { subject, purpose, query, years }, ask, { maxBytes: maxPrintableBytes });
      const reply = read(printableReply, answer);
      if (reply.is !== 'ok') return reply;
      const pdf = fromBase64(reply.pdf);
      return pdf && isPdf(pdf) && pdf.length <= maxPdfBytes ? { ...reply, pdf } : { is: 'malformed' };
    },
    async submit({ key, localNumber, sealed, ...ask }) {
      return submitReply(await post('/v1/submissions', { localNumber, sealed }, ask, { key }), now());
    },
    async progress({ caseNumber, ...ask }) {
      return read(progressReply, await post('/v1/progress', { caseNumber }, ask));
    },
    async rate({ key, rating, ...ask }) {
      return read(v.object({}), await post('/v1/ratings', rating, ask, { key }));
    },
    // Whoever scanned a token overwrites its bytes; the copy in the body is gone with the request.
    async whoseCode({ token, purpose, ...ask }) {
      return read(codeOwnerReply, await post('/v1/identities/code', { token: toBase64(token), purpose }, ask));
    },
    async sendPhoneCode({ phone, purpose, ...ask }) {
      return read(phoneTicketReply, await post('/v1/identities/phone', { phone, purpose }, ask));
    },
    async checkPhoneCode({ ticket, code, ...ask }) {
      return read(phoneOwnerReply, await post('/v1/identities/phone/check', { ticket, code }, ask));
    },
    async attest({ helperToken, helperPin, person, seen, purpose, ...ask }) {
      return read(attestationReply, await post('/v1/identities/attestation', { helperToken: toBase64(helperToken), helperPin, person, seen, purpose }, ask));
    },
    async mayActFor({ person, company, as, purpose, ...ask }) {
      return read(actForReply, await post('/v1/identities/company', { person, company, as, purpose }, ask));
    },
  };
}

/** A question's answer: refusals are those the contract words; whoever else says no stands in between, so nobody was reached. */
function read<T extends object>(schema: v.GenericSchema<unknown, T>, answer: Answer): Reply<T> {
  if (answer.is === 'lost') return { is: 'unreachable' };
  if (answer.status === 200 || answer.status === 201) {
    const body = v.safeParse(schema, answer.json);
    return body.success ? { is: 'ok', ...body.output } : { is: 'malformed' };
  }
  if (answer.status < 400) return { is: 'malformed' };
  const refusal = answer.status < 500 ? v.safeParse(refusalReply, answer.json) : null;
  if (refusal?.success) return { is: 'refused', why: refusal.output.why };
  return answer.status === 401 ? { is: 'refused', why: 'not-allowed' } : { is: 'unreachable' };
}

function submitReply(answer: Answer, now: number): SubmitReply {
  if (answer.is === 'lost') return { is: 'unknown' };
  const { status } = answer;
  if (status === 200 || status === 201) {
    const body = v.safeParse(submissionReply, answer.json);
    return body.success ? { is: 'accepted', cases: body.output.cases } : { is: 'unknown' };
  }
  if (status === 409 || status === 429 || status === 503) {
    const afterMs = retryAfterMs(answer.retryAfter, now);
    return afterMs === undefined ? { is: 'try-later' } : { is: 'try-later', afterMs };
  }
  if (status < 400 || status >= 500) return { is: 'unknown' };
  const rejection = v.safeParse(rejectionReply, answer.json);
  if (rejection.success) return { is: 'rejected', reason: rejection.output.reason };
  // Without the contract's word it comes from a gateway. About this body it is final; a wrong path or a lapsed token is
  // not the citizen's, and would otherwise turn every application of an afternoon into one for a person to mend.
  return [400, 413, 415, 422].includes(status) ? { is: 'rejected', reason: `http-${status}` } : { is: 'unknown' };
}

const isPdf = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-';
