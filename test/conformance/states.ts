// Rows 8, 11 and 12 of FACTS §1.8: a state that can be followed, limits, and nobody's data.
import { setTimeout as sleep } from 'node:timers/promises';
import { mergeStatus } from '../../drivers/xfs4iot/device-status.ts';
import { completed, must, NotTried, type Service, type Target, told, visiting, waitingIn, waits } from './target.ts';

export async function canBeFollowed(target: Target, services: readonly Service[]): Promise<void> {
  const { hand } = target;
  if (!hand) throw new NotTried('要有人动设备（开盖、取纸） / needs a hand at the device');
  const { uri } = services.find(({ name }) => name === hand.service)!;
  await visiting(target, uri, 1, async (peer) => {
    let { payload: merged } = await completed(target, peer!, 'Common.Status', '2.0');
    for (let i = 0; i < 6; i++) {
      const before = peer!.said.length;
      hand.change();
      await sleep(50);
      const { payload: now } = await completed(target, peer!, 'Common.Status', '2.0');
      const events = peer!.said.slice(before).filter(({ header }) => header.type === 'unsolicited' && header.name === 'Common.StatusChangedEvent');
      must(events.length > 0, '状态变了，没有 StatusChangedEvent / changed, and told nothing');
      for (const { payload } of events) merged = mergeStatus(merged, payload);
      must(sorted(merged) === sorted(now), `合并事件得到的状态不是 Status / merged events differ from Status: ${sorted(merged)} ≠ ${sorted(now)}`);
    }
  });
}
const sorted = (value: unknown): string => JSON.stringify(value, (_key, one: unknown) => (typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one));

const hugeBytes = 48 * 1024 * 1024;
export async function hasLimits(target: Target, services: readonly Service[]): Promise<string | undefined> {
  const { uri } = services[1]!;
  await visiting(target, uri, 2, async (peer, bystander) => {
    peer!.send('x'.repeat(hugeBytes));
    const isOut = async () => await peer!.closedWithin(5000) !== undefined || (await peer!.heard('acknowledge', { status: 'invalidMessage' }, 100)) !== undefined;
    must(await isOut(), `48 MiB 的消息既没有拒绝也没有断开 / a message of 48 MiB was neither refused nor cut off`);
    await completed(target, bystander!, 'Common.Status', '2.0');
  });
  await visiting(target, uri, 1, (peer) => completed(target, peer!, 'Common.Status', '2.0'));
  const waiting = waitingIn(services);
  const { maximumRequests } = waiting.service;
  if (!Number.isFinite(maximumRequests) || maximumRequests > 200) return 'maximumRequests 没有给出 / no limit on open commands is given';
  await visiting(target, waiting.service.uri, 1, async (peer) => {
    await waits(target, peer!, waiting);
    for (let i = 1; i <= maximumRequests; i++) peer!.command(waiting.name, waiting.version, { timeout: 30_000, payload: waiting.payload });
    const refused = await peer!.heard('acknowledge', { status: 'tooManyRequests' }, 3 * target.slackMs);
    must(refused, `第 ${maximumRequests + 1} 条命令应当 tooManyRequests / expected tooManyRequests`);
    must(!peer!.said.some(({ header }) => header.type === 'completion' && header.requestId === refused.header.requestId), `拒绝的命令又完成了 / what was refused completed: ${told(refused)}`);
    const cancel = await completed(target, peer!, 'Common.Cancel', '2.0');
    must(cancel.header.completionCode === 'success', `占满时 Cancel 应当通过 / Cancel should get through: ${told(cancel)}`);
  });
  return undefined;
}

/** GB 11643 with a right check digit: in none of what the server said unasked. */
export function findNumber(texts: readonly string[]): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return texts.some((text) => [...text.matchAll(/(?<!\d)[1-9]\d{16}[\dX](?!\d)/g)].some(([number]) =>
    '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(number[i]), 0) % 11] === number[17]));
}
