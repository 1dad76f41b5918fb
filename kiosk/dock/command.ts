import * as v from 'valibot';
import { padKeys } from '../../drivers/keypad/pad-keys.ts';
import { SmartCardCommand } from './smart-card.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const coverState = v.picklist(['open', 'closed']);

/** The body of POST /control: one thing a hand does to a simulated device, or the world to the network. */
export const Command = v.variant('do', [
  v.strictObject({ do: v.literal('lay-card'), person: v.string() }),
  v.strictObject({ do: v.literal('pull-card') }),
  /** The card leaves during the next read, after so many bytes of the answer. */
  v.strictObject({ do: v.literal('pull-during-read'), afterBytes: count }),
  v.strictObject({ do: v.literal('reader'), unplugged: v.optional(v.boolean()), fault: v.optional(v.nullable(v.picklist(['self-test', 'unauthorised', 'mute', 'garbage']))), answerMs: v.optional(count) }),
  v.strictObject({
    do: v.literal('receipt-printer'), unplugged: v.optional(v.boolean()), cover: v.optional(coverState), paper: v.optional(v.picklist(['full', 'low', 'end'])),
    error: v.optional(v.nullable(v.picklist(['passing', 'lasting']))),
    /** Power fails for so long: what the printer held is lost. */
    powerOffMs: v.optional(count),
    endAfterRows: v.optional(count), cutter: v.optional(v.picklist(['jammed', 'free'])), mute: v.optional(v.nullable(v.picklist(['all', 'replies']))), msPerRow: v.optional(v.number()),
  }),
  v.strictObject({
    do: v.literal('document-printer'), cover: v.optional(coverState), paper: v.optional(v.picklist(['full', 'low', 'empty'])), emptyAfterPages: v.optional(count),
    jam: v.optional(v.boolean()), toner: v.optional(v.picklist(['full', 'low', 'empty'])), busy: v.optional(v.boolean()), mute: v.optional(v.boolean()),
    printJobOnly: v.optional(v.boolean()), job: v.optional(v.picklist(['abort', 'cancel', 'vanish'])),
  }),
  /** Holds a prepared code up, by its id. */
  v.strictObject({ do: v.literal('code-scanner'), unplugged: v.optional(v.boolean()), holdUp: v.optional(v.string()) }),
  v.strictObject({ do: v.literal('io-board'), unplugged: v.optional(v.boolean()), somebody: v.optional(v.picklist(['near', 'away'])), earphone: v.optional(v.picklist(['in', 'out'])), mute: v.optional(v.boolean()) }),
  v.strictObject({ do: v.literal('signature'), sign: v.optional(v.literal(true)), unplugged: v.optional(v.boolean()) }),
  v.strictObject({ do: v.literal('keypad'), press: v.optional(v.picklist(padKeys)), unplugged: v.optional(v.boolean()) }),
  /** What lies under the document camera or stands before the other one. */
  v.strictObject({ do: v.literal('document-camera'), lay: v.optional(v.picklist(['nothing', 'register', 'lease'])), unplugged: v.optional(v.boolean()) }),
  v.strictObject({
    do: v.literal('camera'), before: v.optional(v.picklist(['nobody', 'somebody', 'picture'])),
    /** A JPEG in base64 that the camera sees from now on. */
    picture: v.optional(v.pipe(v.string(), v.base64())), unplugged: v.optional(v.boolean()),
  }),
  /** Gives a card a photo, 102 × 126 px as BGR rows in base64, or takes it back. */
  v.strictObject({ do: v.literal('card-photo'), person: v.string(), rows: v.nullable(v.pipe(v.string(), v.base64())) }),
  v.strictObject({ do: v.literal('network'), cut: v.boolean() }),
  /** Passed on to the stand-in back end: see `faultsPatch` in test/platform/faults.ts. */
  v.strictObject({ do: v.literal('platform-fault'), faults: v.record(v.string(), v.union([v.number(), v.boolean(), v.string()])) }),
  v.strictObject({ do: v.literal('clear-paper') }),
  SmartCardCommand,
]);
export type Command = v.InferOutput<typeof Command>;
