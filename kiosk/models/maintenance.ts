import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { type DeviceKind, deviceKinds } from '../../content/schema/site.ts';
import type { SelfTest } from '../../drivers/device.ts';
import { devicesOf } from './health.ts';
import type { Ports } from './ports.ts';
import { beginTryOut, type TryOut } from './try-out.ts';

export type TestState = { readonly is: 'running' } | SelfTest;
/** What the maintainer saw when trying a device. */
export type Verdict = 'works' | 'fails';
export interface TestSummary { readonly passed: number; readonly failed: number; readonly untold: number }

/** A self-test takes ten seconds at most (drivers/device.ts); one that does not keep to it has not answered. */
const selfTestMs = 15_000;
/** How often a touch is told to the host, whose session lasts five minutes. */
const stayEveryMs = 60_000;

/** One maintainer's stay: every device tested and tried. While it lasts the kiosk serves nobody. */
export function beginMaintenance(ports: Ports, session: string, onEnd: () => void) {
  const devices = devicesOf(ports);
  const kinds = deviceKinds.filter((kind) => ports.fitted.has(kind));
  const tests = signal<Partial<Readonly<Record<DeviceKind, TestState>>>>({});
  const verdicts = signal<Partial<Readonly<Record<DeviceKind, Verdict>>>>({});
  const trying = signal<TryOut | null>(null);
  const testingAll = signal(false);
  const unkept = signal<string | null>(null);
  let over = false;
  let stayedAt = ports.clock.now();

  async function test(kind: DeviceKind) {
    if (over || tests.peek()[kind]?.is === 'running') return;
    tests.value = { ...tests.peek(), [kind]: { is: 'running' } };
    const outcome = await inTime(ports, devices[kind].selfTest());
    if (!over) tests.value = { ...tests.peek(), [kind]: outcome };
  }
  const leaveTryOut = () => { trying.peek()?.end(); trying.value = null; };

  return {
    kinds,
    modelOf: (kind: DeviceKind) => devices[kind].capabilities.model,
    tests: tests as ReadonlySignal<Partial<Readonly<Record<DeviceKind, TestState>>>>,
    verdicts: verdicts as ReadonlySignal<Partial<Readonly<Record<DeviceKind, Verdict>>>>,
    trying: trying as ReadonlySignal<TryOut | null>,
    testingAll: testingAll as ReadonlySignal<boolean>,
    /** The local number of a rejected application that the disk did not change. */
    unkept: unkept as ReadonlySignal<string | null>,
    /** Told once every fitted device was tested; busy and cannot-tell are neither passed nor failed. */
    summary: computed<TestSummary | null>(() => {
      const all = kinds.map((kind) => tests.value[kind]?.is);
      if (all.length === 0 || all.some((is) => is === undefined || is === 'running')) return null;
      const count = (is: string) => all.filter((one) => one === is).length;
      return { passed: count('passed'), failed: count('failed'), untold: count('busy') + count('cannot-tell') };
    }),
    test,
    /** One after the other: devices that share a board or a hub are not asked at once. */
    async testAll() {
      if (testingAll.peek()) return;
      testingAll.value = true;
      for (const kind of kinds) await test(kind);
      testingAll.value = false;
    },
    tryOut(kind: DeviceKind) { leaveTryOut(); if (!over) trying.value = beginTryOut(ports, kind); },
    /** Back to the list; with what the maintainer saw, if they say so. */
    endTryOut(verdict?: Verdict) {
      const kind = trying.peek()?.kind;
      batch(() => {
        if (kind && verdict) verdicts.value = { ...verdicts.peek(), [kind]: verdict };
        leaveTryOut();
      });
    },
    /** Sends a rejected application again. */
    async resend(key: string, localNumber: string) { unkept.value = await ports.rejected.retry(key) === 'done' ? null : localNumber; },
    /** Deletes a rejected application for good; the screen asked before. */
    async discard(key: string, localNumber: string) { unkept.value = await ports.rejected.discard(key) === 'done' ? null : localNumber; },
    /** Somebody touched the screen. */
    async touched() {
      if (over || ports.clock.now() - stayedAt < stayEveryMs) return;
      stayedAt = ports.clock.now();
      if (await ports.door.stay(session) === 'ended' && !over) onEnd();
    },
    end() {
      if (over) return;
      over = true;
      leaveTryOut();
      void ports.door.end(session);
    },
  };
}
export type Maintenance = ReturnType<typeof beginMaintenance>;

function inTime({ clock }: Ports, test: Promise<SelfTest>): Promise<SelfTest> {
  return new Promise((resolve) => {
    const stop = clock.after(selfTestMs, () => resolve({ is: 'failed', why: 'no-answer' }));
    void test.then((outcome) => { stop(); resolve(outcome); return undefined; });
  });
}
