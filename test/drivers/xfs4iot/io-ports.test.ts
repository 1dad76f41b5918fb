// The small devices of the kiosk over XFS4IoT and back: adapter → client → real WebSocket → server → service → simulated device.
import { expect, test } from 'vitest';
import { simAudioOutput } from '../../../drivers/audio/sim.ts';
import { simCodeScanner } from '../../../drivers/code-scanner/sim.ts';
import { simIndicator } from '../../../drivers/indicator/sim.ts';
import { simPresenceSensor } from '../../../drivers/presence/sim.ts';
import { socialSecurityReader } from '../../../drivers/smart-card/driver.ts';
import { simCardSlot } from '../../../drivers/smart-card/vpcd/device.ts';
import { vpcdTerminal } from '../../../drivers/smart-card/vpcd/terminal.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { xfs4iotAudio } from '../../../drivers/xfs4iot/audio.ts';
import { auxiliariesService } from '../../../drivers/xfs4iot/auxiliaries-service.ts';
import { cardReaderService } from '../../../drivers/xfs4iot/card-reader-service.ts';
import { xfs4iotCardTerminal } from '../../../drivers/xfs4iot/card-terminal.ts';
import { xfs4iotCodeScanner } from '../../../drivers/xfs4iot/code-scanner.ts';
import { codeScannerService } from '../../../drivers/xfs4iot/code-scanner-service.ts';
import { xfs4iotIndicator } from '../../../drivers/xfs4iot/indicator.ts';
import { indicatorService } from '../../../drivers/xfs4iot/indicator-service.ts';
import { xfs4iotPresenceSensor } from '../../../drivers/xfs4iot/presence.ts';
import { testAudioOutput } from '../contract/audio.ts';
import { testCodeScanner } from '../contract/code-scanner.ts';
import { testIndicator } from '../contract/indicator.ts';
import { testPresenceSensor } from '../contract/presence.ts';
import { holder, testSmartCard } from '../contract/smart-card.ts';
import { wiredService } from './bench.ts';
import { haveSchema, judged } from './schema.ts';
import { complaintsAboutHeard, namesHeard } from './tap.ts';

testCodeScanner('code scanner over XFS4IoT', () => {
  let scanner!: ReturnType<typeof simCodeScanner>;
  const { clock, client } = wiredService((clock) => codeScannerService(scanner = simCodeScanner({ clock })));
  return {
    clock, scanner: xfs4iotCodeScanner(client, { clock }),
    async show(code) { await clock.pass(0); scanner.show(code); await clock.pass(0); },
    setUnplugged: scanner.setOffline,
  };
});

testIndicator('guide lights over XFS4IoT', () => {
  let lights!: ReturnType<typeof simIndicator>;
  const { clock, client } = wiredService(() => indicatorService(lights = simIndicator({ lights: ['id-reader', 'receipt-printer', 'in-service', 'attention'] })));
  return { clock, indicator: xfs4iotIndicator(client), missing: 'camera', async seen(light) { await clock.pass(0); return lights.lit.get(light) ?? 'off'; }, setUnplugged: lights.setOffline };
});

testPresenceSensor('presence sensor over XFS4IoT', () => {
  let sensor!: ReturnType<typeof simPresenceSensor>;
  const { clock, client } = wiredService((clock) => auxiliariesService({ presence: sensor = simPresenceSensor({ clock }), audio: simAudioOutput() }));
  return { clock, sensor: xfs4iotPresenceSensor(client), stand: sensor.stand, setUnplugged: sensor.setOffline };
});

testAudioOutput('audio over XFS4IoT', () => {
  let audio!: ReturnType<typeof simAudioOutput>;
  const { clock, client } = wiredService((clock) => auxiliariesService({ presence: simPresenceSensor({ clock }), audio: audio = simAudioOutput() }));
  return { clock, audio: xfs4iotAudio(client), plug: audio.plug, setUnplugged: audio.setOffline };
});

testSmartCard('social security cards over XFS4IoT', () => {
  let parts!: { readonly line: ReturnType<typeof wirePair>['line']; readonly slot: ReturnType<typeof simCardSlot> };
  const { clock, client } = wiredService((clock) => {
    const { near, far, line } = wirePair({ clock });
    parts = { line, slot: simCardSlot(far, { clock }) };
    return cardReaderService(vpcdTerminal(near, { clock }), { clock });
  });
  const { line, slot } = parts;
  let pulls = false;
  return {
    clock,
    reader: socialSecurityReader(xfs4iotCardTerminal(client, { clock }), { clock }),
    lay(card) {
      slot.lay(card === 'pin' ? { is: 'social-security', card: holder, manner: { pin: true } } : typeof card === 'string' ? { is: card } : { is: 'social-security', card });
      if (pulls) slot.pullAfterBytes(100);
      pulls = false;
    },
    pull: slot.pull,
    pullDuringRead() { pulls = true; },
    async setUnplugged(unplugged) {
      if (unplugged) line.unplug(); else line.plug();
      await clock.pass(1000);
    },
  };
});

test.skipIf(!haveSchema)(judged('the 2021-1 schema has nothing against all that both sides said above'), () => {
  for (const name of ['command BarcodeReader.Read', 'completion BarcodeReader.Read', 'command Lights.SetLight', 'completion CardReader.ReadRawData', 'event CardReader.MediaInsertedEvent', 'command CardReader.ChipIO', 'completion CardReader.ChipIO',
    'completion CardReader.ChipPower', 'unsolicited CardReader.MediaRemovedEvent', 'unsolicited Common.StatusChangedEvent', 'completion Common.Capabilities', 'completion CnDevice.SelfTest']) expect(namesHeard()).toContain(name);
  expect(complaintsAboutHeard()).toEqual([]);
});
