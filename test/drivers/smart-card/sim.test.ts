import { simSmartCardReader } from '../../../drivers/smart-card/sim.ts';
import { badField } from '../../../drivers/smart-card/fields.ts';
import { type Laid, testSmartCard } from '../contract/smart-card.ts';
import { virtualClock } from '../virtual-clock.ts';

testSmartCard('the reader made of memory', () => {
  const clock = virtualClock();
  const reader = simSmartCardReader({ clock, readMs: 200 });
  let pulls = false;
  return {
    clock,
    reader,
    lay(card: Laid) {
      const bad = typeof card === 'object' && badField(card);
      reader.lay(card === 'pin' ? { is: 'pin-required' } : card === 'other' ? { is: 'unknown-card' } : card === 'mute' ? { is: 'mute-card' } : bad ? { is: 'bad-card', field: bad } : card);
      if (pulls) clock.after(100, reader.pull);
      pulls = false;
    },
    pull: reader.pull,
    pullDuringRead() { pulls = true; },
    setUnplugged: (unplugged) => reader.setOffline(unplugged ? 'no-wire' : null),
  };
});
