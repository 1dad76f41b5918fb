// Runs in the terminal's host. The page never imports this file: what it names needs Node or native packages.
import { models } from './index.ts';

/** Every device the host can drive: the page's models, and those that no page can reach. One line per model. */
export const hostModels = {
  ...models,
} as const;

/** Models that only work in a page: they need its window, its own devices, or ask this very host. */
export const pageOnlyModels: readonly string[] = ['xfs4iot', 'hid-wedge', 'touch'];
