// Runs in the terminal's host. The page never imports this file: what it names needs Node or native packages.
import { models, smartCardReaders } from './index.ts';
import type { Make } from './near.ts';
import type { SmartCardReader } from './smart-card/port.ts';

/** Every device the host can drive: the page's models, and those that no page can reach. One line per model. */
export const hostModels = {
  ...models,
  'smart-card': { ...smartCardReaders, 'pcsc': pcscReader },
} as const;

/** `settings.reader`: part of the reader's name, where several are attached; `settings.confirmed`: tried on real cards here. */
async function pcscReader({ settings }: Parameters<Make<SmartCardReader>>[0]): Promise<SmartCardReader> {
  const [{ socialSecurityReader }, { pcscTerminal }] = await Promise.all([import('./smart-card/driver.ts'), import('./smart-card/pcsc/terminal.ts')]);
  return socialSecurityReader(pcscTerminal(typeof settings.reader === 'string' ? { reader: settings.reader } : {}), { confirmed: settings.confirmed === true });
}
