import type { Engine } from '../../kiosk/sync/engine.ts';
import { confirm } from '../../kiosk/sync/generations.ts';
import type { Kept } from '../../kiosk/sync/kept.ts';

/** One look and, when something came, its activation; ms of each. */
export async function renew(engine: Engine, kept: Kept) {
  const began = performance.now();
  await engine.look();
  const lookMs = performance.now() - began;
  const { waiting, trouble } = engine.state;
  if (trouble) throw new Error(JSON.stringify(trouble));
  if (waiting && await engine.activate(waiting.generation) !== 'activated') throw new Error('not activated');
  const activateMs = performance.now() - began - lookMs;
  if (waiting) await confirm(kept, waiting.generation);
  return { lookMs, activateMs, generation: engine.state.generation };
}
