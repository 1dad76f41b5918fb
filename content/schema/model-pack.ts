import * as v from 'valibot';
import { mostFileBytes } from './manifest.ts';

const words = v.pipe(v.string(), v.minLength(1));
const number = v.pipe(v.number(), v.finite());
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const weight = v.pipe(number, v.gtValue(0));
/** Sides of a model's picture, px. Bounded, so that a wrong manifest asks for no gigabytes. */
const side = v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(1920));
const size = v.strictObject({ widthPx: side, heightPx: side });
const classIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15));

/** A weights file beside the manifest: what `fileName` of a catalog's pack allows for one segment, ending in .onnx. */
export const modelFileName = v.pipe(v.string(), v.maxLength(100), v.regex(/^[a-z0-9][A-Za-z0-9_-]*(?:\.[a-z0-9]{1,12})*\.onnx$/));

/** What stands for the file: its bytes, whose they are, where they come from. A site chooses by this whether it may use them. */
const file = {
  file: modelFileName,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: v.pipe(count, v.maxValue(mostFileBytes)),
  title: words,
  licence: v.strictObject({ name: words, where: words }),
  provenance: v.strictObject({
    repository: words,
    commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
    path: words,
    /** What was done to the upstream file, none when its bytes are these. */
    converted: v.optional(words),
    /** On whose faces it was trained, as far as its maker says; null: not stated. */
    training: v.nullable(words),
  }),
};
/** What a pixel becomes before it goes in, planar 1 × 3 × height × width: order of the channels, then `value × scale + shift` of 0..255. */
const pixels = { order: v.picklist(['rgb', 'bgr']), scale: v.pipe(number, v.notValue(0)), shift: number };
const fixedInput = v.strictObject({ ...pixels, ...size.entries });
/** Whether the model's last layer already gives probabilities, or logits that want a softmax. */
const output = v.picklist(['logits', 'probabilities']);

/** Finds faces with five points each: right eye, left eye, nose, right and left corner of the mouth, as the person has them. */
const Detector = v.strictObject({
  role: v.literal('detector'),
  ...file,
  /** How boxes and points are read out of what it gives. */
  decoding: v.literal('yunet'),
  /** `fixed`: only this size. `any`: sides that are multiples of `multipleOf`; the longest side a picture is reduced to. */
  input: v.variant('sides', [
    v.strictObject({ sides: v.literal('fixed'), ...pixels, ...size.entries }),
    v.strictObject({ sides: v.literal('any'), ...pixels, multipleOf: count, longestPx: side }),
  ]),
  /** A face counts from this score on; two boxes that overlap by more than this share (intersection over union) are one face. */
  thresholds: v.strictObject({ score: fraction, overlap: fraction }),
});

/** Turns a face into numbers: two pictures of one person have a high cosine. */
const Recogniser = v.strictObject({
  role: v.literal('recogniser'),
  ...file,
  input: fixedInput,
  /** Where the detector's five points must lie in its input, px, in the detector's order: a similarity moves them there. */
  points: v.strictTuple(Array.from({ length: 5 }, () => v.strictTuple([number, number])) as [Point, Point, Point, Point, Point]),
  embedding: v.pipe(count, v.maxValue(4096)),
  /** Its share in the weighted mean of all recognisers' cosines. */
  weight,
});
type Point = v.StrictTupleSchema<[typeof number, typeof number], undefined>;

/** Tells a living face from a picture of one. */
const Attack = v.strictObject({
  role: v.literal('attack'),
  ...file,
  input: fixedInput,
  /** What it sees: the detector's box × this, moved inside the frame. */
  cropScale: weight,
  output,
  liveClass: classIndex,
  /** Its share in the weighted mean of all attack models' live probabilities. */
  weight,
});

/** Tells an open eye from a closed one; without it nobody is asked to blink. */
const Eyes = v.strictObject({
  role: v.literal('eyes'),
  ...file,
  input: fixedInput,
  /** A square around each eye: its side is the distance between the eyes × this. */
  cropScale: weight,
  output,
  openClass: classIndex,
  /** Open from this probability on, closed below the other. */
  thresholds: v.strictObject({ open: fraction, closed: fraction }),
});

export const Model = v.variant('role', [Detector, Recogniser, Attack, Eyes]);
export type Model = v.InferOutput<typeof Model>;
export type ModelOf<Role extends Model['role']> = Extract<Model, { readonly role: Role }>;

/** Errors of a threshold on one set: `far` of the impostors pass, `frr` of the genuine do not; for attacks these are APCER and BPCER (ISO/IEC 30107-3). */
const Measured = v.strictObject({ on: words, genuine: count, impostors: count, far: fraction, frr: fraction });

/** Where decisions fall, over several frames, with what they were measured on: thresholds do not travel from one population to another. */
const Thresholds = v.strictObject({
  /**
   * The weighted mean cosine with the card's photo, mean over `frames`: the same person from `same` on (`clear` of it from
   * `clear` on), another one below `different`, and nothing that could be said in between: the next way, not "not you".
   */
  match: v.strictObject({ frames: count, same: number, clear: number, different: number, measured: v.pipe(v.array(Measured), v.minLength(1)) }),
  /** The weighted mean live probability, mean over `frames`: living from `live` on. */
  live: v.strictObject({ frames: count, live: fraction, measured: v.pipe(v.array(Measured), v.minLength(1)) }),
});
export type ModelThresholds = v.InferOutput<typeof Thresholds>;

/**
 * A folder of models that describes itself: `manifest.json` beside its .onnx files, as pack `office/model-face` or in the
 * terminal's own folder. Similarity never stands without attack detection, so a pack without a model for it is none.
 */
export const ModelPack = v.pipe(
  v.strictObject({
    purpose: v.literal('face'),
    /** Told with every verdict: `2026-12-01`, a letter behind it for a second of one day. */
    version: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}[a-z]?$/)),
    title: words,
    /** What runs it, and the oldest version that can. */
    runtime: v.strictObject({ name: v.literal('onnxruntime-web'), atLeast: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)) }),
    models: v.pipe(v.array(Model), v.maxLength(16)),
    thresholds: Thresholds,
  }),
  v.check(({ models }) => models.filter(({ role }) => role === 'detector').length === 1, '要有且只有一个找人脸的模型（detector）'),
  v.check(({ models }) => models.some(({ role }) => role === 'recogniser'), '要有比对人脸的模型（recogniser）'),
  v.check(({ models }) => models.some(({ role }) => role === 'attack'), '要有防假体的模型（attack）：只比相似度，一张照片就能通过'),
  v.check(({ models }) => models.filter(({ role }) => role === 'eyes').length <= 1, '看眼睛的模型（eyes）最多一个'),
  v.check(({ models }) => new Set(models.map((one) => one.file)).size === models.length, '同一个文件写了两次'),
  v.check(({ thresholds: { match } }) => match.different <= match.same && match.same <= match.clear, '门限要 different ≤ same ≤ clear'),
);
export type ModelPack = v.InferOutput<typeof ModelPack>;
export const manifestFile = 'manifest.json';
