/** How kiosks come: when they start, and how far apart their looks are. */
export interface Rhythm {
  readonly everySeconds: number;
  /** 0.2: each wait is 80 % to 120 % of it, as kiosks do. 0: exactly. */
  readonly jitter: number;
  /** All are switched on within this time, evenly; 0: at once, as after a power cut of the whole town. */
  readonly startWithinSeconds: number;
  readonly random: () => number;
}

/** When one kiosk comes, s from the beginning, up to and without `untilSeconds`. */
export function* looks({ everySeconds, jitter, startWithinSeconds, random }: Rhythm, untilSeconds: number): Generator<number> {
  for (let at = random() * startWithinSeconds; at < untilSeconds; at += everySeconds * (1 - jitter + 2 * jitter * random())) yield at;
}

/** How many come in each second, the start itself left out (`fromSeconds`): what a server must stand at its busiest, beside the mean. */
export function busiest(kiosks: number, rhythm: Rhythm, { fromSeconds, untilSeconds }: { readonly fromSeconds: number; readonly untilSeconds: number }): { readonly peak: number; readonly mean: number } {
  const seconds = new Uint32Array(untilSeconds);
  let all = 0;
  for (let kiosk = 0; kiosk < kiosks; kiosk++) {
    for (const at of looks(rhythm, untilSeconds)) {
      if (at < fromSeconds) continue;
      seconds[Math.floor(at)]!++;
      all++;
    }
  }
  return { peak: seconds.reduce((most, many) => Math.max(most, many), 0), mean: all / (untilSeconds - fromSeconds) };
}
