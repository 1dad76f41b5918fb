import { socialSecurityReader } from '../../../drivers/smart-card/driver.ts';
import type { SmartCardOutcome } from '../../../drivers/smart-card/port.ts';
import { simCardSlot, type SlottedCard } from '../../../drivers/smart-card/vpcd/device.ts';
import { vpcdTerminal } from '../../../drivers/smart-card/vpcd/terminal.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { holder, type Laid } from '../contract/smart-card.ts';
import { virtualClock } from '../virtual-clock.ts';

/** A reader over a virtual slot, and the slot. */
export function bench({ chunkBytes = 0 } = {}) {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  line.chunkBytes = chunkBytes;
  const slot = simCardSlot(far, { clock });
  const terminal = vpcdTerminal(near, { clock });
  return { clock, line, far, slot, terminal, reader: socialSecurityReader(terminal, { clock }) };
}
export const read = ({ clock, reader }: ReturnType<typeof bench>, deadlineMs = 20_000): Promise<SmartCardOutcome> => clock.until(reader.read({ deadlineMs }));
/** What the contract lays, as this slot takes it. */
export const slotted = (card: Laid): SlottedCard => (card === 'pin' ? { is: 'social-security', card: holder, manner: { pin: true } } : typeof card === 'string' ? { is: card } : { is: 'social-security', card });
