import { type Frame, frames, windows } from './data.ts';
import { drive } from './driven.ts';
import type { ModelsBench } from './models-page.ts';
import type { Scores } from './rates.ts';
import type { Stage } from './stage.ts';

/** Probabilities of life: living are `genuine`, printed photos `impostors`. */
export interface Attacks {
  readonly frame: Scores;
  readonly fiveFrames: Scores;
  /** Of each living subject the means of frames in a row: of 5, and of the 15 that somebody in doubt is looked at for. */
  readonly subjects: readonly { readonly subject: string; readonly fives: readonly number[]; readonly fifteens: readonly number[] }[];
  /** The makers' own samples: one living, two attacks. */
  readonly samples: readonly number[];
}

/** Judges every frame of the webcam and the samples. A frame without a face counts as no life: nobody gets through by hiding. */
export async function attacks(stage: Stage): Promise<Attacks> {
  const page = await stage.open('models-page');
  const bench = drive<ModelsBench>(page);
  await bench.open(1);
  const all = frames();
  const judged = new Map<Frame, number>();
  for (let at = 0; at < all.length; at += 60) {
    const some = all.slice(at, at + 60);
    for (const [i, live] of (await bench.live(some.map(({ file }) => file))).entries()) judged.set(some[i]!, live ?? 0);
  }
  const samples = await bench.live(['pad-samples/image_T1.jpg', 'pad-samples/image_F1.jpg', 'pad-samples/image_F2.jpg']);
  await page.context().browser()!.close();
  const mean = (some: readonly Frame[]) => some.reduce((sum, frame) => sum + judged.get(frame)!, 0) / some.length;
  const byKind = (kind: Frame['kind'], length: number) => windows(all, length).filter((shot) => shot[0]!.kind === kind).map(mean);
  const subjects = [...new Set(all.map(({ subject }) => subject))].map((subject) => {
    const own = all.filter((frame) => frame.subject === subject && frame.kind === 'live');
    return { subject, fives: windows(own, 5).map(mean), fifteens: windows(own, 15).map(mean) };
  });
  return { frame: { genuine: byKind('live', 1), impostors: byKind('print', 1) }, fiveFrames: { genuine: byKind('live', 5), impostors: byKind('print', 5) }, subjects, samples: samples.map((one) => one ?? 0) };
}
