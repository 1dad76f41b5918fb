import { type DeviceKind, deviceKinds } from '../../content/schema/site.ts';
import type { SelfTest } from '../../drivers/device.ts';
import type { Facility } from '../core/needs.ts';
import type { Supply } from '../core/supplies.ts';
import type { DeviceStates } from '../models/health.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { IconName } from '../ui/icon.tsx';
import type { Tone } from '../ui/tag.tsx';

export const deviceIcons: Readonly<Record<Facility, IconName>> = {
  'id-reader': 'id-card', 'smart-card': 'credit-card', 'receipt-printer': 'receipt', 'document-printer': 'printer', 'code-scanner': 'qr-code', camera: 'camera', 'document-camera': 'files',
  signature: 'signature', indicator: 'lightbulb', audio: 'headphones', presence: 'user', keypad: 'keyboard', network: 'wifi', storage: 'hard-drive',
};
export const supplyOf: Partial<Readonly<Record<Facility, Supply>>> = { 'receipt-printer': 'roll', 'document-printer': 'tray' };

/** What staff can do about a trouble, one sentence each in the texts. */
export type Mend =
  | 'roll-end' | 'roll-low' | 'roll-cover' | 'roll-cutter' | 'roll-error' | 'tray-end' | 'tray-low' | 'tray-cover' | 'tray-jam' | 'tray-error' | 'toner-end' | 'toner-low' | 'no-pdf'
  | 'no-wire' | 'no-answer' | 'self-test-failed' | 'not-authorised' | 'forbidden' | 'not-ready' | 'network' | 'storage' | 'card-left';
/** Why a device cannot be reached, as far as it is known. */
export type Why = 'no-wire' | 'no-answer' | 'self-test-failed' | 'not-authorised' | 'forbidden' | 'not-ready';

/** How a facility is: in a word, in what is worth knowing beside it, and in what a hand can do. */
export interface FacilityWords { readonly tag: { readonly label: string; readonly tone: Tone }; readonly notes: readonly string[]; readonly todo?: string | undefined; readonly troubled: boolean }

export function facilityWords(kiosk: Kiosk, facility: Facility): FacilityWords {
  const say = kiosk.say.value;
  const states = kiosk.health.states.value;
  const state = states[facility];
  const supply = supplyOf[facility];
  const low = supply !== undefined && runsLow(kiosk, supply);
  const tonerLow = 'toner' in state && state.toner === 'low';
  const cardLeft = kiosk.cardsLeft.value.some((kind) => kind === facility);
  const mend = mendOf(facility, state) ?? (low ? `${supply}-low` as const : tonerLow ? 'toner-low' : cardLeft ? 'card-left' : null);
  const troubled = !['ready', 'starting', 'busy', 'absent'].includes(state.is);
  const why = 'why' in state ? state.why : undefined;
  return {
    tag: { label: say(low ? 'state.paper-low' : tonerLow ? 'state.toner-low' : `state.${state.is}`), tone: troubled || low || tonerLow ? 'attention' : state.is === 'ready' ? 'done' : 'info' },
    notes: [
      ...troubled ? [[...(why === undefined ? [] : [say(`why.${why}`)]), ...sinceWords(kiosk, facility)].join(say('show.comma'))] : [],
      ...(supply ? supplyWords(kiosk, supply) : []),
      ...(cardLeft ? [say('sense.card-left')] : []),
      ...senseWords(kiosk, states, facility),
    ],
    todo: mend === null ? undefined : say(`mend.${mend}`), troubled: troubled || low || tonerLow || cardLeft,
  };
}

function runsLow(kiosk: Kiosk, supply: Supply): boolean {
  const forecast = kiosk.supplies.forecastOf(supply);
  return forecast.is === 'low' || forecast.is === 'past' || (forecast.is === 'left' && forecast.soon);
}

function mendOf(facility: Facility, state: DeviceStates[Facility]): Mend | null {
  if (state.is === 'ready' || state.is === 'starting' || state.is === 'busy' || state.is === 'absent') return null;
  if (facility === 'network' || facility === 'storage') return facility;
  const supply = supplyOf[facility];
  switch (state.is) {
    case 'no-paper': return supply === 'tray' ? 'tray-end' : 'roll-end';
    case 'cover-open': return supply === 'tray' ? 'tray-cover' : 'roll-cover';
    case 'cutter': return 'roll-cutter';
    case 'jam': return 'tray-jam';
    case 'no-toner': return 'toner-end';
    case 'no-pdf': return 'no-pdf';
    case 'error': return supply === 'tray' ? 'tray-error' : 'roll-error';
    case 'offline': return 'why' in state ? state.why : 'no-answer';
  }
}

function sinceWords(kiosk: Kiosk, facility: Facility): readonly string[] {
  const say = kiosk.say.value;
  const since = kiosk.health.since.value[facility];
  if (!since) return [];
  const at = since.day === kiosk.clock.today() ? since.time : say('status.at', { day: since.day, time: since.time });
  return [say(since.atLeast ? 'status.since-least' : 'status.since', { at })];
}

/** What is left of the paper, from when it was filled, as far as anybody knows. */
export function supplyWords(kiosk: Kiosk, supply: Supply): readonly string[] {
  const say = kiosk.say.value;
  const forecast = kiosk.supplies.forecastOf(supply);
  switch (forecast.is) {
    case 'end': return [];
    case 'low': return [say('supply.low')];
    case 'unknown': return [say('supply.unknown')];
    case 'past': return [say('supply.past')];
    case 'left': {
      const left = supply === 'roll' ? say('supply.roll-left', { n: Math.floor(forecast.amount / 1000) }) : say('supply.tray-left', { n: Math.floor(forecast.amount) });
      return [say('supply.forecast', { left, days: forecast.days === null ? say('supply.days-unknown') : forecast.days > 99 ? say('supply.days-many') : say('supply.days', { n: forecast.days }) })];
    }
  }
}

function senseWords(kiosk: Kiosk, states: DeviceStates, facility: Facility): readonly string[] {
  const say = kiosk.say.value;
  const state = states[facility];
  if (kiosk.unconfirmed.has(facility) && state.is !== 'absent') return [say('sense.unconfirmed')];
  if ('earphone' in state) return [say(`sense.earphone-${state.earphone}`)];
  if ('somebody' in state) return [say(`sense.somebody-${state.somebody}`)];
  return [];
}

export interface TestWords { readonly label: string; readonly tone: Tone; readonly note?: string | undefined; readonly todo?: string | undefined }

/** What became of a self-test, in words. */
export function testWords(kiosk: Kiosk, kind: DeviceKind, test: { readonly is: 'running' } | SelfTest): TestWords {
  const say = kiosk.say.value;
  switch (test.is) {
    case 'running': return { label: say('test-state.running'), tone: 'info' };
    case 'busy': return { label: say('test-state.busy'), tone: 'info', note: say('test-state.busy-why') };
    case 'cannot-tell': return { label: say('test-state.cannot-tell'), tone: 'info', note: say('test-state.cannot-tell-why') };
    case 'passed': return { label: say('test-state.passed'), tone: 'done', ...(test.device !== '' && { note: say('test-state.device', { number: test.device }) }) };
    case 'failed': {
      const mend = mendOf(kind, kiosk.health.states.value[kind]) ?? test.why;
      return { label: say('test-state.failed'), tone: 'attention', note: say(`why.${test.why}`), todo: say(`mend.${mend}`) };
    }
  }
}

/** What is no make of its own, by the name anybody would give it; a make's name stays as it is. */
export const plainModels = ['web-camera', 'http-snapshot', 'web-audio', 'touch', 'hid-pen', 'hid-keys', 'modbus-io'] as const;
export function modelWords(kiosk: Kiosk, model: string): string {
  const plain = plainModels.find((one) => one === model);
  return plain === undefined ? model : kiosk.say.value(`model.${plain}`);
}

/** What this kiosk was set up with, network and storage; what gives trouble stands first. */
export function facilitiesByTrouble(kiosk: Kiosk): readonly { readonly facility: Facility; readonly words: FacilityWords }[] {
  const all = [...deviceKinds.filter((kind) => kiosk.fitted.includes(kind)), 'network' as const, 'storage' as const].map((facility) => ({ facility, words: facilityWords(kiosk, facility) }));
  return [...all.filter(({ words }) => words.troubled), ...all.filter(({ words }) => !words.troubled)];
}
