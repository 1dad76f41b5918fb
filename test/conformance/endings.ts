// Rows 4 to 7 of FACTS §1.8: how a command ends, for whom, and what becomes of it when its client goes.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from './probe.ts';
import { completed, must, NotTried, type Service, type Target, told, visiting, waitingIn, waits } from './target.ts';

/** A completion may be early by this much: two clocks, and timers that round. */
const earlyMs = 10;

export async function endsInTime(target: Target, services: readonly Service[]): Promise<void> {
  const waiting = waitingIn(services);
  await visiting(target, waiting.service.uri, 1, async (peer) => {
    for (const timeout of [300, 1000]) {
      const fromMs = performance.now();
      const requestId = await waits(target, peer!, waiting, timeout);
      const done = await peer!.heard('completion', { requestId }, timeout + 2 * target.slackMs);
      must(done?.header.completionCode === 'timeOut', `${timeout} ms 后应当 timeOut / expected timeOut: ${told(done)}`);
      const tookMs = done.atMs - fromMs;
      must(tookMs >= timeout - earlyMs, `${timeout} ms 的时限，${Math.round(tookMs)} ms 就到了 / too early`);
      must(tookMs <= timeout + target.slackMs, `${timeout} ms 的时限，${Math.round(tookMs)} ms 才到 / too late`);
    }
  });
}

export async function cancelsWhatIsMeant(target: Target, services: readonly Service[]): Promise<void> {
  const waiting = waitingIn(services);
  await visiting(target, waiting.service.uri, 2, async (peer, other) => {
    const running = await waits(target, peer!, waiting);
    const queued = await waits(target, peer!, waiting);
    const cancel = peer!.command('Common.Cancel', '2.0', { timeout: 5000, payload: { requestIds: [running, queued] } });
    for (const requestId of [running, queued]) {
      const done = await peer!.heard('completion', { requestId }, 5 * target.slackMs);
      must(done?.header.completionCode === 'canceled', `取消之后应当 canceled / expected canceled: ${told(done)}`);
    }
    const ends = peer!.said.filter(({ header }) => header.type === 'completion').map(({ header }) => header.requestId);
    must(ends[0] === cancel, `Cancel 应当先完成 / Cancel should complete first: ${ends.join(', ')}`);

    const theirs = other!.command(waiting.name, waiting.version, { requestId: 7777, timeout: 30_000, payload: waiting.payload });
    must(await other!.heard('acknowledge', { requestId: theirs }, target.slackMs), '第二个客户端没有得到应答 / the second client was not acknowledged');
    for (const [what, requestId] of [['已经完成的 / an ended', running], ['别人的 / another client’s', theirs], ['没有过的 / an unknown', 9999]] as const) {
      const { header, payload } = await completed(target, peer!, 'Common.Cancel', '2.0', { payload: { requestIds: [requestId] } });
      must(header.completionCode === 'commandErrorCode' && payload.errorCode === 'noMatchingRequestIDs', `取消${what} requestId 应当 noMatchingRequestIDs，得到 / got ${header.completionCode} ${String(payload.errorCode)}`);
    }
    const hit = await other!.heard('completion', { requestId: theirs }, 200);
    must(!hit, `别人的命令被取消了 / another client’s command was cancelled: ${told(hit)}`);
    await completed(target, other!, 'Common.Cancel', '2.0');
  });
}

export async function speaksInOrder(target: Target, services: readonly Service[]): Promise<string | undefined> {
  const waiting = waitingIn(services);
  const note = await visiting(target, waiting.service.uri, 2, async (peer, other) => {
    const requestId = await waits(target, peer!, waiting, 500);
    must(await peer!.heard('completion', { requestId }, 500 + 2 * target.slackMs), `${waiting.name} 没有完成 / no completion`);
    // Whatever comes too late is heard too.
    await sleep(300);
    const mine = peer!.said.filter(({ header }) => header.requestId === requestId).map(({ header }) => header.type);
    must(mine[0] === 'acknowledge' && mine.at(-1) === 'completion' && mine.slice(1, -1).every((type) => type === 'event'), `次序应当是应答、事件、完成 / expected acknowledge, events, completion: ${mine.join(', ')}`);
    const strays = other!.said.filter(({ header }) => header.requestId !== undefined);
    must(strays.length === 0, `事件发给了别的客户端 / another client heard of it: ${told(strays[0])}`);
    return mine.length > 2 ? undefined : `${waiting.name} 没有事件 / sent no event`;
  });
  if (!target.hand) return [note, '没有人动设备，未试“主动事件人人收到” / no hand: unsolicited events to all not tried'].filter((one) => one !== undefined).join('；');
  const { service } = target.hand;
  const changed = services.find(({ name }) => name === service)!;
  await visiting(target, changed.uri, 2, async (...all) => {
    await Promise.all(all.map((peer) => completed(target, peer, 'Common.Status', '2.0')));
    target.hand!.change();
    for (const [i, peer] of all.entries()) must(await peer.heard('unsolicited', { name: 'Common.StatusChangedEvent' }, 5 * target.slackMs), `第 ${i + 1} 个客户端没有收到 StatusChangedEvent / client ${i + 1} was not told`);
  });
  return note;
}

export async function freesTheDevice(target: Target, services: readonly Service[]): Promise<string | undefined> {
  const waiting = waitingIn(services);
  const begins = (peer: Probe, requestId: number) => peer.heard('event', { requestId }, 3 * target.slackMs);
  const hasEvents = await visiting(target, waiting.service.uri, 1, async (peer) => {
    const requestId = await waits(target, peer!, waiting);
    return await begins(peer!, requestId) !== undefined;
    // It leaves in the middle.
  });
  if (!hasEvents) throw new NotTried(`${waiting.name} 没有事件，看不出轮到谁 / sends no event that tells whose turn it is`);
  await visiting(target, waiting.service.uri, 1, async (peer) => {
    const requestId = await waits(target, peer!, waiting, 2000);
    must(await begins(peer!, requestId), '前一个客户端断开之后，设备没有轮到下一个 / the device was not freed when its client went');
    const done = await peer!.heard('completion', { requestId }, 2000 + 2 * target.slackMs);
    must(done?.header.completionCode === 'timeOut', `下一个客户端的命令应当 timeOut / expected timeOut: ${told(done)}`);
  });
  return undefined;
}
