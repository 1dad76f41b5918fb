import { expect, test } from 'vitest';
import { frame, sw } from '../../../drivers/id-reader/sdt/codec.ts';
import { simSam } from '../../../drivers/id-reader/sdt/device.ts';
import { samExchange } from '../../../drivers/id-reader/sdt/exchange.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { person } from '../people.ts';
import { virtualClock } from '../virtual-clock.ts';

function bench() {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  return { clock, far, line, ask: samExchange(near, clock) };
}
const text = (mark: number) => frame([0, 0, 0x90, 1, 0, 4, 0, ...new Uint8Array(300).fill(mark)]);
const found = frame([0, 0, 0x9f, 0, 0, 0, 0]);

test('text owed to an earlier read is not given to a later one', async () => {
  const { clock, far, ask } = bench();
  expect(await clock.until(ask('read'))).toEqual({ is: 'no-answer' });
  const later = ask('read');
  await clock.pass(10);
  void far.send(text(1)); // to the first question
  void far.send(text(2)); // to its repetition
  await clock.pass(10);
  void far.send(text(3));
  const answer = await clock.until(later);
  expect(answer.is === 'answer' && answer.data[10]).toBe(3);
});
test('an answer to the repetition or to the first asking is the answer', async () => {
  const { clock, far, ask } = bench();
  const asked = ask('read');
  await clock.pass(3500);
  void far.send(text(1));
  expect(await clock.until(asked)).toMatchObject({ is: 'answer', status: 0x90 });
});
test('questions never answered do not spoil later ones', async () => {
  const { clock, far, ask } = bench();
  for (let i = 0; i < 5; i++) await clock.until(ask('find'));
  const asked = ask('find');
  await clock.pass(10);
  void far.send(found);
  expect(await clock.until(asked)).toMatchObject({ is: 'answer', status: 0x9f });
  for (let i = 0; i < 3; i++) await clock.until(ask('read'));
  await clock.pass(20_000);
  const read = ask('read');
  await clock.pass(10);
  void far.send(text(7));
  expect(await clock.until(read)).toMatchObject({ is: 'answer' });
});
test('an answer of another shape is not taken for this one, and an answer nobody asked for is nobody\'s', async () => {
  const { clock, far, ask } = bench();
  void far.send(text(1));
  await clock.pass(10);
  const asked = ask('select');
  await clock.pass(10);
  void far.send(text(1));
  void far.send(found);
  void far.send(frame([0, 0, 0x90]));
  expect(await clock.until(asked)).toEqual({ is: 'no-answer' });
});
test('a complaint about a damaged frame is answered by sending it again, once', async () => {
  const { clock, far, ask } = bench();
  let heard = 0;
  far.listen(() => { heard++; void far.send(frame([0, 0, 0x10])); });
  expect(await clock.until(ask('find'))).toMatchObject({ is: 'answer', status: 0x10 });
  expect(heard).toBe(2);
});
test('a chip number is asked of a selected card, and the radio limit of the module', async () => {
  const { clock, far, ask } = bench();
  simSam(far, { clock }).layCard(person);
  expect(await clock.until(ask('chipNumber'))).toMatchObject({ is: 'answer', status: sw.readFailed });
  await clock.until(ask('find'));
  await clock.until(ask('select'));
  expect(await clock.until(ask('chipNumber'))).toMatchObject({ is: 'answer', status: sw.ok, data: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1) });
  expect(await clock.until(ask('radioLimit'))).toEqual({ is: 'answer', status: sw.ok, data: new Uint8Array(0) });
});
