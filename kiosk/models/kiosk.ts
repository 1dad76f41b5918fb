import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { deviceKinds } from '../../content/schema/site.ts';
import type { Pack, Site } from '../../content/schema/pack.ts';
import type { Language } from '../../content/schema/text.ts';
import { isNight, isOpen, type LocalTime } from '../core/hours.ts';
import type { Matter } from '../core/matter.ts';
import { HealthModel } from './health.ts';
import { type PaperJob, PaperJobModel } from './paper-job.ts';
import type { Ports } from './ports.ts';
import { slipInSlot } from './slip-left.ts';
import { beginVisit, type Visit } from './visit.ts';
import { words } from './words.ts';

export type List = 'person' | 'enterprise';
/** Where the kiosk stands on its ladder. */
export type Place =
  | { readonly is: 'idle' }
  | { readonly is: 'home'; readonly list: List }
  | { readonly is: 'search'; readonly typed: string }
  | { readonly is: 'stage'; readonly list: List; readonly stage: string }
  | { readonly is: 'item'; readonly matter: Matter; readonly from: Place }
  | { readonly is: 'visit'; readonly visit: Visit }
  | { readonly is: 'status' };
export interface OutboxCounts { readonly waiting: number; readonly rejected: readonly { readonly localNumber: string; readonly item: string; readonly reason: string }[] }

/** How long nobody may touch the screen before the kiosk asks, and then waits, before it wipes. The citizen may always ask for more. */
export const attention = { askAfterMs: 90_000, wipeAfterMs: 30_000 } as const;

/** The whole kiosk as its page sees it; there is one. */
export function openKiosk(pack: Pack, site: Site, ports: Ports, options: { readonly simulated: boolean }) {
  const place = signal<Place>({ is: 'idle' });
  const language = signal<Language>('zh');
  const large = signal(false);
  const sound = signal(true);
  const helping = signal(false);
  const asking = signal(false);
  const leaving = signal(false);
  const cardLeft = signal(false);
  const pinyin = signal<Readonly<Record<string, string>> | null>(null);
  const outbox = signal<OutboxCounts>({ waiting: 0, rejected: [] });
  const contentAt = pack.builtAt;
  const local = signal<LocalTime>(ports.clock.local());
  const say = words(pack, language);
  const health = new HealthModel(ports);
  const noticePaper = signal(new PaperJobModel(ports));
  const slip = slipInSlot(ports);
  const closed = computed(() => !isOpen(site, local.value));
  /** Closing time does not put anyone out: a visit under way is finished. */
  const outOfService = computed(() => closed.value && place.value.is !== 'visit');
  const night = computed(() => isNight(site, local.value));

  let stopWaiting = () => {};
  function watchAttention() {
    stopWaiting();
    asking.value = false;
    if (place.peek().is === 'idle') {
      // What one person set for their eyes and ears is not for the next.
      if (language.peek() !== 'zh' || large.peek() || !sound.peek() || helping.peek()) stopWaiting = ports.clock.after(attention.askAfterMs, wipe);
      return;
    }
    stopWaiting = ports.clock.after(attention.askAfterMs, () => {
      const here = place.peek();
      if (here.is === 'visit' && here.visit.busy.peek()) return watchAttention();
      asking.value = true;
      stopWaiting = ports.clock.after(attention.wipeAfterMs, wipe);
    });
  }
  /** Nothing of the last person remains: the visit is dropped with everything in it, and the settings go back. */
  function wipe() {
    stopWaiting();
    const was = place.peek();
    if (was.is === 'visit') was.visit.end();
    batch(() => {
      place.value = { is: 'idle' };
      language.value = 'zh';
      large.value = false;
      sound.value = true;
      helping.value = false;
      asking.value = false;
      leaving.value = false;
    });
    noticePaper.value.end();
    noticePaper.value = new PaperJobModel(ports);
    void lookForCard();
    void slip.look(() => place.peek().is === 'idle');
  }
  /** A card forgotten on the reader is called after its owner, until it is gone. */
  async function lookForCard() {
    cardLeft.value = (await ports.idReader.cardPresent()) === 'present';
    if (cardLeft.value) ports.clock.after(3000, () => { if (place.peek().is === 'idle') void lookForCard(); else cardLeft.value = false; });
  }
  effect(() => {
    let stop = () => {};
    const tick = () => { local.value = ports.clock.local(); stop = ports.clock.after(10_000, tick); };
    tick();
    return () => stop();
  });

  const go = (to: Place) => {
    const was = place.peek();
    if (was.is === 'visit' && !(to.is === 'visit' && to.visit === was.visit)) was.visit.end();
    place.value = to;
    helping.value = false;
    watchAttention();
  };
  /** Where an item was come to from: never a visit, which must not outlive its own screen. */
  const cameFrom = (from: Place): Place => (from.is === 'item' ? cameFrom(from.from) : from.is === 'visit' ? { is: 'home', list: 'person' } : from);
  return {
    pack, site, contentAt, simulated: options.simulated, kioskId: ports.kiosk, fitted: deviceKinds.filter((kind) => ports.fitted.has(kind)),
    place: place as ReadonlySignal<Place>, language: language as ReadonlySignal<Language>, large: large as ReadonlySignal<boolean>, sound: sound as ReadonlySignal<boolean>,
    helping: helping as ReadonlySignal<boolean>, asking: asking as ReadonlySignal<boolean>, leaving: leaving as ReadonlySignal<boolean>, cardLeft: cardLeft as ReadonlySignal<boolean>,
    outbox: outbox as ReadonlySignal<OutboxCounts>, local: local as ReadonlySignal<LocalTime>,
    pinyin: pinyin as ReadonlySignal<Readonly<Record<string, string>> | null>, say, health, noticePaper: noticePaper as ReadonlySignal<PaperJob>, outOfService, night, signature: ports.signature, clock: ports.clock,

    /** Any touch or key: somebody is here. A question that lies open stays until it is answered; it only waits longer. */
    touched() {
      if (!asking.peek()) return watchAttention();
      stopWaiting();
      stopWaiting = ports.clock.after(attention.wipeAfterMs, wipe);
    },
    stillHere() { watchAttention(); },
    home(list: List = 'person') { go({ is: 'home', list }); },
    search(typed: string) { go({ is: 'search', typed }); },
    stage(list: List, stage: string) { go({ is: 'stage', list, stage }); },
    item(matter: Matter, from: Place = place.peek()) { noticePaper.value = new PaperJobModel(ports); go({ is: 'item', matter, from: cameFrom(from) }); },
    status() { go({ is: 'status' }); },
    start(matter: Matter) { go({ is: 'visit', visit: beginVisit(pack, matter, ports) }); },
    to(where: Place) { go(where); },
    /** Asks before anything typed is thrown away. */
    askToLeave() { leaving.value = true; watchAttention(); },
    stay() { leaving.value = false; watchAttention(); },
    leave: wipe,
    help(on: boolean) { helping.value = on; watchAttention(); },
    switchLanguage() { language.value = language.peek() === 'zh' ? 'en' : 'zh'; watchAttention(); },
    switchLarge() { large.value = !large.peek(); watchAttention(); },
    switchSound() { sound.value = !sound.peek(); watchAttention(); },
    slipLeft: slip.left,
    cardOnReader: () => ports.idReader.cardPresent(),
    async loadPinyin() { pinyin.value ??= await ports.pinyinTable(); },
    outboxChanged(counts: OutboxCounts) { outbox.value = counts; },
  };
}
export type Kiosk = ReturnType<typeof openKiosk>;
