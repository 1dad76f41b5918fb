import { simBoard, type SimBoard } from '../../../drivers/modbus-io/device.ts';
import { type MemoryLine, wirePair } from '../../../drivers/transport/memory.ts';
import type { Wire } from '../../../drivers/transport/wire.ts';
import { virtualClock, type VirtualClock } from '../virtual-clock.ts';

export interface BoardBench { readonly clock: VirtualClock; readonly board: SimBoard; readonly near: Wire; readonly far: Wire; readonly line: MemoryLine; setUnplugged(unplugged: boolean): void }

/** A simulated board at the end of a memory wire. `chunkBytes` cuts what is sent either way. */
export function boardBench({ chunkBytes = 0, latencyMs = 0, coils = 8, inputs = 8 }: { chunkBytes?: number; latencyMs?: number; coils?: number; inputs?: number } = {}): BoardBench {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  line.chunkBytes = chunkBytes;
  line.latencyMs = latencyMs;
  const board = simBoard(far, { clock, coils, inputs });
  return { clock, board, near, far, line, setUnplugged(unplugged) { if (unplugged) { line.unplug(); board.restart(); } else line.plug(); } };
}
