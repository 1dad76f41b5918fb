import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lockMs, longestMs } from '../../kiosk/host/door-record.ts';
import { type DoorReply, maintenanceDoor, type MaintenanceDoor, type MaintenanceOptions } from '../../kiosk/host/maintenance.ts';
import { hashPin, isPin, type PinHash, pinProblem } from '../../kiosk/host/pin.ts';
import { type Host, startHost } from '../../kiosk/host/server.ts';
import { demoConfig } from './demo-config.ts';

const right = '25802580';
const wrong = '25802581';
const pin: PinHash = await hashPin(right);
let stateDir: string;
let nowMs: number;
const changes: string[] = [];
const made: MaintenanceDoor[] = [];
beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'kiosk-door-'));
  nowMs = Date.parse('2026-11-23T01:00:00Z');
  changes.length = 0;
});
afterEach(() => { for (const one of made.splice(0)) one.close(); rmSync(stateDir, { recursive: true, force: true }); });

/** The door of a host that has just started. */
function door(options: { readonly sessionMs?: number; readonly stateDir?: string } = {}) {
  const one = maintenanceDoor({ pin, stateDir, now: () => nowMs, onChange: (state) => changes.push(state), ...options });
  made.push(one);
  return one;
}
const ask = (of: MaintenanceDoor, body: object) => of.answer(Buffer.from(JSON.stringify(body))) as Promise<DoorReply>;
const tryPin = (of: MaintenanceDoor, typed: string) => ask(of, { do: 'open', pin: typed });
async function tryWrong(of: MaintenanceDoor, times: number) {
  const replies: DoorReply[] = [];
  for (let n = 0; n < times; n++) replies.push(await tryPin(of, wrong));
  return replies;
}
const auditKinds = () => readFileSync(path.join(stateDir, 'maintenance.log'), 'utf8').trim().split('\n').map((line) => line.split(' ')[1]);

describe('the PIN', () => {
  test('is kept as salt and hash, is told by them, and twice hashed is two hashes', async () => {
    expect(await isPin(right, pin)).toBe(true);
    expect(await isPin(wrong, pin)).toBe(false);
    expect(JSON.stringify(pin)).not.toContain(right);
    expect((await hashPin(right)).hash).not.toBe(pin.hash);
  });
  test.each([['2580258', 'not-digits'], ['25802580123456789', 'not-digits'], ['2580258a', 'not-digits'], ['11111111', 'too-easy'], ['12345678', 'too-easy'], ['98765432', 'too-easy'], ['78901234', 'too-easy'], [right, null]])(
    '%s is judged %s', (typed, judged) => { expect(pinProblem(typed)).toBe(judged); });
  test('is made by a command that prints what host.json takes, and never the PIN', async () => {
    const command = (input: string) => spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'kiosk/host/make-pin.ts'], { cwd: path.resolve(import.meta.dirname, '../..'), input, encoding: 'utf8' });
    const good = command('2580 2580\n25802580\n');
    const { maintenance } = JSON.parse(`{${good.stdout}}`) as { maintenance: PinHash };
    expect(await isPin(right, maintenance)).toBe(true);
    expect(good.stdout + good.stderr).not.toContain(right);
    expect([command('11111111\n').status, command('25802580\n25802581\n').status, command('').status]).toEqual([1, 1, 1]);
  });
});

describe('the maintainer’s door', () => {
  test('opens to the PIN for a session, and says what it was before', async () => {
    const it = door();
    expect(await ask(it, { do: 'look' })).toEqual({ is: 'shut', triesLeft: 5 });
    expect(await tryPin(it, right)).toMatchObject({ is: 'open', forMs: 300_000 });
    expect(changes).toEqual(['on']);
  });
  test('counts wrong tries down, and forgets them at the right one', async () => {
    const it = door();
    expect(await tryWrong(it, 2)).toEqual([{ is: 'wrong', triesLeft: 4 }, { is: 'wrong', triesLeft: 3 }]);
    expect((await tryPin(it, right)).is).toBe('open');
    expect(await tryWrong(it, 1)).toEqual([{ is: 'wrong', triesLeft: 4 }]);
  });
  test('locks after five wrong tries, and then takes not even the right PIN', async () => {
    const it = door();
    expect((await tryWrong(it, 5)).at(-1)).toEqual({ is: 'locked', forMs: 60_000 });
    nowMs += 59_000;
    expect(await tryPin(it, right)).toEqual({ is: 'locked', forMs: 1000 });
    nowMs += 1000;
    expect((await tryPin(it, right)).is).toBe('open');
  });
  test('doubles the wait with every further wrong try, up to a day', async () => {
    const it = door();
    await tryWrong(it, 5);
    for (const forMs of [120_000, 240_000, 480_000]) {
      nowMs += forMs / 2;
      expect(await tryPin(it, wrong)).toEqual({ is: 'locked', forMs });
    }
    expect([lockMs(4), lockMs(5), lockMs(1000)]).toEqual([0, 60_000, longestMs]);
  });
  test('stays locked over a restart, and wrong tries before it still count', async () => {
    await tryWrong(door(), 3);
    expect(await tryWrong(door(), 2)).toEqual([{ is: 'wrong', triesLeft: 1 }, { is: 'locked', forMs: 60_000 }]);
    const restarted = door();
    expect(await ask(restarted, { do: 'look' })).toEqual({ is: 'locked', forMs: 60_000 });
    expect(await tryPin(restarted, right)).toEqual({ is: 'locked', forMs: 60_000 });
  });
  test('has counted a try before it looks at it: pulling the plug meanwhile wins none', async () => {
    const pulled = tryPin(door(), wrong);
    expect(JSON.parse(readFileSync(path.join(stateDir, 'maintenance-tries.json'), 'utf8'))).toMatchObject({ wrong: 1 });
    await pulled;
  });
  test('looks at one try at a time: many at once count as one and the rest are turned away', async () => {
    const it = door();
    const replies = await Promise.all(Array.from({ length: 40 }, () => tryPin(it, wrong)));
    expect(replies.filter(({ is }) => is === 'wrong')).toHaveLength(1);
    expect(replies.filter(({ is }) => is === 'busy')).toHaveLength(39);
  });
  test('waits a day at most when the clock was set back by years', async () => {
    await tryWrong(door(), 5);
    nowMs -= 5 * 365 * longestMs;
    expect(await tryPin(door(), right)).toEqual({ is: 'locked', forMs: longestMs });
  });
  test.each(['', '{', '{"wrong":-3,"until":0}', '{"wrong":0}', 'null'])('takes a damaged memory (%s) for a lock, not for a fresh start', async (damaged) => {
    writeFileSync(path.join(stateDir, 'maintenance-tries.json'), damaged);
    expect(await tryPin(door(), right)).toEqual({ is: 'locked', forMs: 60_000 });
  });
  test('stays shut where the disk cannot remember a try', async () => {
    const blocked = path.join(stateDir, 'blocked');
    mkdirSync(blocked);
    mkdirSync(path.join(blocked, 'maintenance-tries.json.new'));
    expect(await tryPin(door({ stateDir: blocked }), right)).toEqual({ is: 'busy' });
    expect(changes).toEqual([]);
  });
  test('writes down when and what, and nothing typed', async () => {
    const it = door();
    await tryWrong(it, 5);
    await tryPin(it, right);
    nowMs += 60_000;
    const opened = await tryPin(it, right);
    await ask(it, { do: 'end', session: opened.is === 'open' ? opened.session : '' });
    expect(auditKinds()).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'locked', 'opened', 'ended']);
    const audit = readFileSync(path.join(stateDir, 'maintenance.log'), 'utf8');
    expect(audit).toMatch(/^(?:2026-11-23T01:0\d:00\.000Z [a-z]+\n){8}$/);
    expect(audit.includes(right) || audit.includes(wrong)).toBe(false);
  });
});

describe('a session', () => {
  test('ends by itself when nobody prolongs it, and is written down', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const it = door();
      const opened = await tryPin(it, right);
      const session = opened.is === 'open' ? opened.session : '';
      await vi.advanceTimersByTimeAsync(299_000);
      expect(await ask(it, { do: 'stay', session })).toMatchObject({ is: 'open', forMs: 300_000 });
      await vi.advanceTimersByTimeAsync(299_000);
      expect(changes).toEqual(['on']);
      await vi.advanceTimersByTimeAsync(1000);
      expect(changes).toEqual(['on', 'off']);
      expect(await ask(it, { do: 'stay', session })).toEqual({ is: 'ended' });
      expect(auditKinds()).toEqual(['opened', 'expired']);
    } finally { vi.useRealTimers(); }
  });
  test('is prolonged and ended by its own word only', async () => {
    const it = door();
    const opened = await tryPin(it, right);
    expect(await ask(it, { do: 'stay', session: 'another' })).toEqual({ is: 'ended' });
    await ask(it, { do: 'end', session: 'another' });
    expect(changes).toEqual(['on']);
    await ask(it, { do: 'end', session: opened.is === 'open' ? opened.session : '' });
    expect(changes).toEqual(['on', 'off']);
  });
});

describe('POST /v1/maintenance', () => {
  let host: Host;
  const start = async (maintenance?: MaintenanceOptions) => { mkdirSync(path.join(stateDir, 'site'), { recursive: true }); host = await startHost({ dir: path.join(stateDir, 'site'), config: demoConfig, ...(maintenance && { maintenance }) }); };
  const setUp = () => start({ pin, stateDir, now: () => nowMs, onChange: (state) => changes.push(state) });
  afterEach(() => host.close());
  const post = (body: string, headers: Record<string, string> = {}) => fetch(`${host.url}/v1/maintenance`, { method: 'POST', headers: { 'Origin': host.url, 'Content-Type': 'application/json', ...headers }, body });
  const open = JSON.stringify({ do: 'open', pin: right });

  test('answers our own page and nobody else, and a stranger’s try does not even count', async () => {
    await setUp();
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${host.port + 1}`, `https://127.0.0.1:${host.port}`]) {
      expect((await post(open, { Origin: origin })).status).toBe(403);
      expect((await post(JSON.stringify({ do: 'open', pin: wrong }), { Origin: origin })).status).toBe(403);
    }
    const answered = await post(open);
    expect([answered.status, answered.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await answered.json()).toMatchObject({ is: 'open' });
    expect(auditKinds()).toEqual(['opened']);
  });
  test('takes JSON of its own shape, short, and by POST', async () => {
    await setUp();
    for (const body of ['', '{', '[]', '{"do":"open"}', '{"do":"open","pin":25802580}', '{"do":"open","pin":"2580258o"}', '{"do":"open","pin":"25802580","as":"root"}', '{"do":"close"}', `{"do":"open","pin":"${'1'.repeat(17)}"}`]) {
      expect([body, (await post(body)).status]).toEqual([body, 400]);
    }
    const long = await post(`{"do":"stay","session":"${'x'.repeat(600)}"}`).then(({ status }) => status, () => 'cut off');
    expect([413, 'cut off']).toContain(long);
    expect((await fetch(`${host.url}/v1/maintenance`)).status).toBe(405);
    expect(changes).toEqual([]);
  });
  test('says that nothing was set up where nobody set a PIN', async () => {
    await start();
    expect(await (await post('{"do":"look"}')).json()).toEqual({ is: 'not-set-up' });
    expect(await (await post(open)).json()).toEqual({ is: 'not-set-up' });
  });
});

test('a state folder is for the host’s eyes only', async () => {
  const fresh = path.join(stateDir, 'fresh');
  await tryPin(door({ stateDir: fresh }), wrong);
  const mode = (file: string) => spawnSync('stat', ['-c', '%a', file], { encoding: 'utf8' }).stdout.trim();
  expect([mode(fresh), mode(path.join(fresh, 'maintenance-tries.json')), mode(path.join(fresh, 'maintenance.log'))]).toEqual(['700', '600', '600']);
  chmodSync(fresh, 0o700);
});
