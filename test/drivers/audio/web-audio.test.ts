import { describe, expect, test } from 'vitest';
import { type OutputList, webAudio } from '../../../drivers/audio/web-audio/driver.ts';
import { testAudioOutput } from '../contract/audio.ts';
import { virtualClock } from '../virtual-clock.ts';

type Output = Awaited<ReturnType<OutputList['enumerateDevices']>>[number];
const output = (label: string, deviceId = label): Output => ({ kind: 'audiooutput', deviceId, label });

/** What the browser tells of its outputs; `named` is off where no microphone was ever allowed. */
function bench({ earphone = 'headphones', named = true } = {}) {
  const clock = virtualClock();
  let [plugged, gone] = [false, false];
  const target = new EventTarget();
  const outputs: OutputList = Object.assign(target, {
    async enumerateDevices() {
      const all = [{ kind: 'audioinput' as const, deviceId: 'm', label: 'Headphones microphone' }, ...(gone ? [] : [output('Built-in speakers'), ...(plugged ? [output('USB HEADPHONES stereo')] : [])])];
      return named ? all : all.map((one) => ({ ...one, label: '' }));
    },
  });
  const changed = () => { target.dispatchEvent(new Event('devicechange')); };
  return { clock, outputs, audio: webAudio({ outputs, earphone, clock }), plug(on: boolean) { plugged = on; changed(); }, setUnplugged(off: boolean) { gone = off; changed(); } };
}
testAudioOutput('the machine\'s own sound', () => bench());
testAudioOutput('the machine\'s own sound, no earphone named', () => bench({ earphone: '' }));

describe('the machine\'s own sound', () => {
  test('that tells no names does not know of earphones', async () => {
    const b = bench({ named: false });
    b.plug(true);
    expect(await b.audio.status()).toEqual({ is: 'ready', earphone: 'unknown' });
  });
  test('counts an earphone that is there and not in use as none: the loudspeaker would speak', async () => {
    const outputs = Object.assign(new EventTarget(), { enumerateDevices: async () => [output('Default - Built-in speakers', 'default'), output('Headphones')] });
    expect(await webAudio({ outputs, earphone: 'Headphones' }).status()).toEqual({ is: 'ready', earphone: 'unplugged' });
  });
  test('that does not answer is offline, and so is a machine without any', async () => {
    const clock = virtualClock();
    const mute = Object.assign(new EventTarget(), { enumerateDevices: () => new Promise<never>(() => {}) });
    expect(await clock.until(webAudio({ outputs: mute, clock }).status())).toEqual({ is: 'offline', why: 'no-answer' });
    const refusing = Object.assign(new EventTarget(), { enumerateDevices: async () => { throw new Error('NotAllowedError'); } });
    expect(await webAudio({ outputs: refusing }).status()).toEqual({ is: 'offline', why: 'no-wire' });
  });
});
