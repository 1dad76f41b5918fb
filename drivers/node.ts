// Runs in the terminal's host. The page never imports this file: what it names needs Node or native packages.
import { models } from './index.ts';
import type { Models } from './near.ts';
import type { CardTerminal } from './smart-card/terminal.ts';

/** Slots for chip cards. The host offers the way to the card; what is read from it is the page's business. */
const cardTerminals: Models<CardTerminal> = {
  'pcsc': async ({ settings }) => (await import('./smart-card/pcsc/terminal.ts')).pcscTerminal({ reader: typeof settings.reader === 'string' ? settings.reader : '' }),
  'vpcd': async ({ wire }) => (await import('./smart-card/vpcd/terminal.ts')).vpcdTerminal(wire()),
};
/** Every device the host can drive: the page's models, and those that no page can reach. One line per model. */
export const hostModels = {
  ...models,
  'smart-card': cardTerminals,
} as const;

/** Models that only work in a page: they need its window, its own devices, or ask this very host. */
export const pageOnlyModels: readonly string[] = ['xfs4iot', 'hid-wedge', 'hid-keys', 'touch', 'hid-pen', 'web-camera', 'http-snapshot', 'camera', 'web-audio'];
