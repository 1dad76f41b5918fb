import type { Device } from '../device.ts';

/** Where the kiosk can be heard: the loudspeaker, and whether an earphone is plugged in (GB/T 39554 class: private listening). Never rejects. */
export interface AudioOutput extends Device<AudioStatus> {
  /** `earphoneSense`: whether the device knows that an earphone is plugged in. */
  readonly capabilities: { readonly model: string; readonly speaker: boolean; readonly earphoneSense: boolean };
}
export type AudioStatus =
  /** Personal things are spoken into an earphone only. */
  | { readonly is: 'ready'; readonly earphone: 'plugged' | 'unplugged' | 'unknown' }
  | { readonly is: 'starting' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' };
