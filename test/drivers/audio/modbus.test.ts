import { expect, test } from 'vitest';
import { modbusAudio } from '../../../drivers/audio/modbus/driver.ts';
import { testAudioOutput } from '../contract/audio.ts';
import { boardBench } from '../modbus-io/bench.ts';

function bench({ invert = false, input = 1 }: { invert?: boolean; input?: number } = {}) {
  const b = boardBench();
  b.board.setInput(input, invert);
  return { ...b, audio: modbusAudio(b.near, { clock: b.clock, input, invert }), plug: (earphone: boolean) => b.board.setInput(input, earphone !== invert) };
}
testAudioOutput('earphone switch on a Modbus input', () => bench());
testAudioOutput('earphone switch that opens when plugged', () => bench({ invert: true }));

test('an earphone switch on an input that the board does not have is unknown, so that nothing personal is spoken', async () => {
  const b = bench({ input: 12 });
  expect(await b.clock.until(b.audio.status())).toEqual({ is: 'ready', earphone: 'unknown' });
});
