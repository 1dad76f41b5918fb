import { watched } from '../transport/listeners.ts';
import type { XfsClient } from './client.ts';
import { isObject, type Json } from './envelope.ts';
import { mergeStatus } from './device-status.ts';

/** What a port needs of its service's status: the last one known, kept by StatusChangedEvent, and the way to ask for it. */
export interface ServiceLink<S> {
  readonly value: S;
  watch(onStatus: (status: S) => void): () => void;
  /** Asks the service. */
  ask(): Promise<S>;
}
const askMs = 5000;

/** `read` makes the port's status of a Common.Status payload; `offline` is the status while there is no connection or no answer. */
export function serviceLink<S>(client: XfsClient, { read, starting, offline }: { read: (payload: Json) => S; starting: S; offline: S }): ServiceLink<S> {
  const known = watched<S>(starting);
  let payload: Json = {};
  const told = (status: S): S => { known.set(status); return status; };
  const hasDevice = () => isObject(payload.common) && payload.common.device !== undefined;

  async function ask(): Promise<S> {
    const outcome = await client.command('Common.Status', '2.0', { timeoutMs: askMs });
    if (outcome.is !== 'completed' || outcome.code !== 'success') return told(offline);
    payload = outcome.payload;
    return told(read(payload));
  }
  client.listen(({ name, payload: change }) => {
    if (name !== 'Common.StatusChangedEvent') return;
    payload = mergeStatus(payload, change);
    if (hasDevice()) told(read(payload)); else void ask();
  });
  client.watch((state) => {
    if (state === 'open') void ask();
    if (state !== 'closed') return;
    payload = {};
    told(offline);
  });
  return { get value() { return known.value; }, watch: known.watch, ask };
}
