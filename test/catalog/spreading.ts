// A rollout over a fleet made of memory: the rules are the real ones (who takes it, what is heard, when it is halted), time is not.
import { haltWatch, placeIn } from '../../content/catalog/fleet/halt-watch.ts';
import { openFleetStore } from '../../content/catalog/fleet/open-store.ts';
import { type Channel, noRollout, type OpenRollout } from '../../content/schema/rollout.ts';
import { chooseVersion } from '../../kiosk/core/rollout.ts';
import { beat, noon } from './heartbeats.ts';
import { seeded } from './seeded.ts';

const pack = 'police/person-1-1';
const pollMs = 300_000;
const stepMs = 15_000;

export interface Fault {
  /** How likely a kiosk cannot show the new version. */
  readonly falls?: (kiosk: string, channel: Channel) => number;
  /** How likely its page errs between two reports while it shows the new version; whatever it shows. */
  readonly errs?: (kiosk: string) => number;
  readonly errsAnyway?: number;
  /** Nobody can fetch, half of all reports are lost, pages err twenty times as often. */
  readonly outage?: { readonly fromMs: number; readonly toMs: number };
}
interface Kiosk { readonly id: string; readonly channel: Channel; readonly phase: number; generation: number; version: number; fellBack: number; given: number[]; errors: number; startedAt: number; reportAt: number; reached: boolean }

/** Gives how many kiosks ever activated the new version, and what was halted. */
export async function spread({ kiosks, canaries, pilots, stages, stageMs, fault }: { kiosks: number; canaries: number; pilots: number; stages: readonly OpenRollout['to'][]; stageMs: number; fault: Fault }) {
  const random = seeded(kiosks);
  const store = await openFleetStore('sqlite::memory:');
  let at = noon;
  let rollout: OpenRollout = { id: 'r17', title: '改时限', packs: { [pack]: { to: 12, before: 11 } }, state: 'running', to: stages[0]! };
  const halts: string[] = [];
  const watch = haltWatch({ store, now: () => at, everyMs: 4 * stepMs, rollouts: { open: async () => [rollout], halt: async (_id, why) => { halts.push(why); rollout = { ...rollout, state: 'halted', why }; } } });
  const fleet = Array.from({ length: kiosks }, (_, n): Kiosk => ({
    id: `SD-${String(n).padStart(5, '0')}`, channel: n < canaries ? 'canary' : n < canaries + pilots ? 'pilot' : 'stable', phase: Math.floor(random() * pollMs / stepMs),
    generation: 7, version: 11, fellBack: 0, given: [], errors: 0, startedAt: noon - 3_600_000, reportAt: noon + random() * pollMs, reached: false,
  }));
  const poll = (kiosk: Kiosk) => {
    const choice = chooseVersion(pack, [{ version: 11 }, { version: 12 }], { ...noRollout, open: [rollout] }, { channel: kiosk.channel, site: 'demo', place: (id) => placeIn(id, kiosk.id) }, at, kiosk.version);
    if (choice.is !== 'version' || choice.version === kiosk.version || kiosk.given.includes(choice.version)) return;
    kiosk.reached = true;
    // A page that starts reports soon.
    Object.assign(kiosk, { startedAt: at, errors: 0, reportAt: at + random() * 30_000 });
    if (random() < (fault.falls?.(kiosk.id, kiosk.channel) ?? 0)) {
      kiosk.fellBack++;
      kiosk.given.push(choice.version);
    } else Object.assign(kiosk, { version: choice.version, generation: kiosk.generation + 1, fellBack: 0 });
  };
  const report = async (kiosk: Kiosk, out: boolean) => {
    const errs = (kiosk.version === 12 ? fault.errs?.(kiosk.id) ?? 0 : 0) + (fault.errsAnyway ?? 0) * (out ? 20 : 1);
    if (random() < errs) kiosk.errors++;
    kiosk.reportAt = at + pollMs * (0.9 + random() * 0.2);
    if (out && random() < 0.5) return;
    const { id, channel, generation, version, fellBack, errors, startedAt } = kiosk;
    await store.keep(beat(id, at, { channel, generation, upSeconds: Math.floor((at - startedAt) / 1000), content: { packs: { [pack]: version }, fellBack, trouble: out ? 'unreachable' : fellBack > 0 ? 'fell-back' : null }, counts: { errors } }), at);
  };
  for (let step = 0; at < noon + stageMs * stages.length; step++, at += stepMs) {
    const out = fault.outage !== undefined && at >= noon + fault.outage.fromMs && at < noon + fault.outage.toMs;
    const stage = stages[Math.floor((at - noon) / stageMs)]!;
    if (rollout.state === 'running') rollout = { ...rollout, to: stage };
    for (const kiosk of fleet) if (!out && step % (pollMs / stepMs) === kiosk.phase) poll(kiosk);
    await Promise.all(fleet.filter(({ reportAt }) => reportAt <= at).map((kiosk) => report(kiosk, out)));
    if (step % 4 === 0) await watch.look();
    if (rollout.state === 'halted') break;
  }
  // The halt is fetched within a poll; until then nobody takes what he had not taken.
  for (const kiosk of fleet) poll(kiosk);
  await watch.stop();
  await store.close();
  return { reached: fleet.filter(({ reached }) => reached).length, halts };
}
