import * as v from 'valibot';
import { channels } from './rollout.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9));
const moment = v.pipe(v.string(), v.isoTimestamp());
const word = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/));
/** What a kiosk tells the catalog of itself. Strict: what is not named here is never sent, and never taken. Nothing in it is about a person. */
export const Heartbeat = v.strictObject({
  /** `SD-0001`. */
  kiosk: v.pipe(v.string(), v.regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/), v.maxLength(64)),
  site: v.pipe(v.string(), v.maxLength(64), v.regex(/^[a-z][a-z0-9-]*$/)),
  channel: v.picklist(channels),
  /** On the kiosk's own clock. */
  at: moment,
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
  /** The content shown: 0 is the one built into the app. */
  generation: count,
  content: v.strictObject({
    /** Pack → version, of the generation shown. Only packs an open rollout names, and those that differ from the newest listed. */
    packs: v.record(v.pipe(v.string(), v.maxLength(130)), count),
    /** Versions of the metadata trusted. */
    timestamp: count, snapshot: count,
    /** The newest time the catalog has vouched for; null before the first. */
    newest: v.nullable(moment),
    /** Why the last look did not end well; a word of the kiosk's own. */
    trouble: v.nullable(word),
    /** Generations given up since this one was activated: it could not be shown. */
    fellBack: count,
  }),
  /** Device kind, `network`, `storage` → its state's word. */
  devices: v.record(v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,31}$/)), word),
  /** Since this page started. */
  counts: v.strictObject({ visits: count, finished: count, left: count, timedOut: count, errors: count }),
  outbox: v.strictObject({ waiting: count, rejected: count, oldestSeconds: v.nullable(count) }),
  upSeconds: count,
  /** navigator.storage.persisted(). */
  persisted: v.boolean(),
});
export type Heartbeat = v.InferOutput<typeof Heartbeat>;
/** What the catalog answers: nothing the kiosk must obey; what it does is signed in rollout.json. */
export const mostHeartbeatBytes = 8192;
