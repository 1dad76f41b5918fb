/** Notes in Hz, one after another. Few and soft; each cue has its words on the screen. */
const notes = {
  done: [659.25, 987.77],
  attention: [587.33, 587.33],
  wrong: [440, 311.13],
} as const satisfies Record<string, readonly number[]>;

const NOTE_S = 0.16;
const LOUDNESS = 0.18;
/** The steps of loudness, 1 to 5, as parts of the usual one, which is 3. */
const STEPS = [0.4, 0.65, 1, 1.6, 2.5] as const;

let context: AudioContext | undefined;
let peak = LOUDNESS;

/** How loud the cues are from now on: 1 to 5. */
export function setLoudness(step: number): void { peak = LOUDNESS * (STEPS[step - 1] ?? 1); }

/** Plays one short cue. Silent where the machine has no sound or the browser does not allow it yet; the caller knows if sound is off. */
export function cue(kind: keyof typeof notes): void {
  try {
    context ??= new AudioContext();
    void context.resume();
    const start = context.currentTime + 0.02;
    notes[kind].forEach((hz, at) => ring(context!, hz, start + at * NOTE_S));
  } catch {
    // A terminal without a sound card throws here; the words say the same.
  }
}

function ring(on: AudioContext, hz: number, from: number): void {
  const tone = on.createOscillator();
  const volume = on.createGain();
  tone.type = 'sine';
  tone.frequency.value = hz;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(peak, from + 0.012);
  volume.gain.exponentialRampToValueAtTime(0.001, from + NOTE_S * 1.4);
  tone.connect(volume).connect(on.destination);
  tone.start(from);
  tone.stop(from + NOTE_S * 1.5);
}
