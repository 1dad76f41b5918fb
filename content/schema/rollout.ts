import * as v from 'valibot';
import { packName } from './manifest.ts';

const moment = v.pipe(v.string(), v.isoTimestamp());
const version = v.pipe(v.number(), v.integer(), v.minValue(1));
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/));
const clock = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

/** From the most daring to the most careful. */
export const channels = ['canary', 'pilot', 'stable'] as const;
export type Channel = (typeof channels)[number];

/** New versions of some packs on their way to the kiosks. Who is not among `to` keeps the version before. */
export const OpenRollout = v.object({
  id,
  title: v.pipe(v.string(), v.minLength(1)),
  /** Pack → the version being rolled out, and the one it replaces (0: none, the pack is new). */
  packs: v.record(packName, v.object({ to: version, before: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
  /** Halted: nobody further takes it. Who has it keeps it until a newer version comes; numbers never go down. */
  state: v.picklist(['running', 'halted']),
  why: v.optional(v.string()),
  /** A kiosk takes it when its channel is named, or its site, or its place in the hash lies below the percentage of its channel's kiosks. */
  to: v.object({
    channels: v.array(v.picklist(channels)),
    sites: v.array(v.string()),
    /** 0 to 100 of all kiosks, by `rolloutPlace`. */
    percent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  }),
  /** Not before this moment. */
  from: v.optional(moment),
  /** Halted by itself when more than this percentage of the kiosks that tried it have trouble beyond what the others have; `haltAboveUnlessTold` when not told. Kiosks do not look at it. */
  haltAbove: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
});
export const haltAboveUnlessTold = 10;
export type OpenRollout = v.InferOutput<typeof OpenRollout>;

/** An item taken back at once: 暂停办理. Takes effect within one poll, whatever group or hour. */
export const Withdrawal = v.object({ item: v.pipe(v.string(), v.minLength(1)), since: moment, why: v.pipe(v.string(), v.minLength(1)), whyEn: v.optional(v.string()) });
export type Withdrawal = v.InferOutput<typeof Withdrawal>;

/** The target `rollout.json`. */
export const Rollout = v.object({
  /** How often to look, s. */
  pollSeconds: v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(86_400)),
  /** How often to report, s. */
  reportSeconds: v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(86_400)),
  open: v.pipe(v.array(OpenRollout), v.maxLength(200)),
  withdrawn: v.pipe(v.array(Withdrawal), v.maxLength(1000)),
  /** Hours on the site's clock in which nothing new is activated, such as the busiest; days 1 (Monday) to 7. A withdrawal does not wait. */
  quiet: v.array(v.object({ days: v.array(v.picklist(['1', '2', '3', '4', '5', '6', '7'])), from: clock, to: clock })),
});
export type Rollout = v.InferOutput<typeof Rollout>;
export const noRollout: Rollout = { pollSeconds: 300, reportSeconds: 300, open: [], withdrawn: [], quiet: [] };
