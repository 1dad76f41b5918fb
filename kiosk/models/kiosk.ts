import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { deviceKinds } from '../../content/schema/site.ts';
import type { Pack, Site } from '../../content/schema/pack.ts';
import type { Language } from '../../content/schema/text.ts';
import { isNight, isOpen, type LocalTime } from '../core/hours.ts';
import type { Matter } from '../core/matter.ts';
import { suspensionOf } from '../core/withdrawal.ts';
import { watchAway } from './away.ts';
import type { ContentNews } from './content-news.ts';
import { DoorModel, type DoorVisit } from './door.ts';
import { followLights } from './guide-lights.ts';
import { HealthModel } from './health.ts';
import { beginMaintenance, type Maintenance } from './maintenance.ts';
import { type PaperJob, PaperJobModel } from './paper-job.ts';
import type { Ports } from './ports.ts';
import { countSupplies } from './supplies.ts';
import { slipInSlot } from './slip-left.ts';
import { beginVisit, type Visit } from './visit.ts';
import { countVisits, type Leaving } from './visit-counts.ts';
import { words } from './words.ts';

export type List = 'person' | 'enterprise';
/** The readers a card can be forgotten in. */
export type CardKind = 'id-reader' | 'smart-card';
/** Where the kiosk stands on its ladder. */
export type Place =
  | { readonly is: 'idle' }
  | { readonly is: 'home'; readonly list: List }
  | { readonly is: 'search'; readonly typed: string }
  | { readonly is: 'stage'; readonly list: List; readonly stage: string }
  | { readonly is: 'item'; readonly matter: Matter; readonly from: Place }
  | { readonly is: 'visit'; readonly visit: Visit }
  | { readonly is: 'status' }
  /** Before the maintainer's door. */
  | { readonly is: 'door'; readonly door: DoorVisit }
  /** Behind it: the kiosk serves nobody. */
  | { readonly is: 'maintenance'; readonly maintenance: Maintenance };
export interface OutboxCounts { readonly waiting: number; readonly rejected: readonly { readonly key: string; readonly localNumber: string; readonly item: string; readonly reason: string }[] }

/** How long nobody may touch the screen before the kiosk asks, and then waits, before it wipes. The citizen may always ask for more. */
export const attention = { askAfterMs: 90_000, wipeAfterMs: 30_000 } as const;
/** After the last touch nobody is taken for gone earlier. */
const goneAfterMs = 3000;
/** A maintainer walks round the machine: five minutes in all. */
export const maintenanceAttention = { askAfterMs: 270_000, wipeAfterMs: 30_000 } as const;
/** How loud the kiosk is, in steps. */
export const loudnesses = { softest: 1, usual: 3, loudest: 5 } as const;

/** The whole kiosk as its page sees it; there is one. */
export function openKiosk(pack: Pack, site: Site, given: Ports, options: { readonly simulated: boolean }) {
  const { supplies, ...printers } = countSupplies(given);
  const ports: Ports = { ...given, ...printers };
  const place = signal<Place>({ is: 'idle' });
  const language = signal<Language>('zh');
  const large = signal(false);
  const sound = signal(true);
  const loudness = signal<number>(loudnesses.usual);
  const helping = signal(false);
  const asking = signal(false);
  const leaving = signal(false);
  const cardsLeft = signal<readonly CardKind[]>([]);
  const pinyin = signal<Readonly<Record<string, string>> | null>(null);
  const outbox = signal<OutboxCounts>({ waiting: 0, rejected: [] });
  const content = signal<ContentNews | null>(null);
  const counting = countVisits();
  let touchedAt = ports.clock.now();
  const local = signal<LocalTime>(ports.clock.local());
  const say = words(pack, language);
  const health = new HealthModel(ports);
  const noticePaper = signal(new PaperJobModel(ports));
  const slip = slipInSlot(ports);
  const closed = computed(() => !isOpen(site, local.value));
  /** A maintainer's tool has the devices, or waits for them (XFS4IoT VendorMode). */
  const reserved = signal(false);
  /** Closing time does not put anyone out: a visit under way is finished. And staff come when nobody else does. */
  const outOfService = computed(() => (closed.value || reserved.value) && !['visit', 'status', 'door', 'maintenance'].includes(place.value.is));
  const night = computed(() => isNight(site, local.value));

  let stopWaiting = () => {};
  function watchAttention() {
    stopWaiting();
    asking.value = false;
    if (place.peek().is === 'idle') {
      // What one person set for their eyes and ears is not for the next.
      if (language.peek() !== 'zh' || large.peek() || !sound.peek() || loudness.peek() !== loudnesses.usual || helping.peek()) stopWaiting = ports.clock.after(attention.askAfterMs, timeOut);
      return;
    }
    stopWaiting = ports.clock.after((place.peek().is === 'maintenance' ? maintenanceAttention : attention).askAfterMs, () => {
      const here = place.peek();
      if (here.is === 'visit' && here.visit.busy.peek()) return watchAttention();
      ask();
    });
  }
  function ask() {
    stopWaiting();
    asking.value = true;
    stopWaiting = ports.clock.after(attention.wipeAfterMs, timeOut);
  }
  /** Nothing of the last person remains: the visit is dropped with everything in it, and the settings go back. */
  function wipe(how: Leaving = 'left') {
    stopWaiting();
    endOf(place.peek(), how);
    batch(() => {
      place.value = { is: 'idle' };
      language.value = 'zh';
      large.value = false;
      sound.value = true;
      loudness.value = loudnesses.usual;
      helping.value = false;
      asking.value = false;
      leaving.value = false;
    });
    noticePaper.value.end();
    noticePaper.value = new PaperJobModel(ports);
    void lookForCards();
    void slip.look(looksOn);
  }
  function timeOut() { wipe('timed-out'); }
  function endOf(was: Place, how: Leaving) {
    if (was.is === 'visit') {
      counting.ended(was.visit, how);
      was.visit.end();
    }
    if (was.is === 'door') was.door.end();
    if (was.is === 'maintenance') was.maintenance.end();
  }
  /** Where what was forgotten is told of. */
  const looksOn = () => ['idle', 'status'].includes(place.peek().is);
  /** Cards that lie in or on their readers now, as far as these can tell. */
  async function cardsThere(): Promise<readonly CardKind[]> {
    const [id, social] = await Promise.all([ports.idReader.cardPresent(), ports.smartCard.cardPresent()]);
    return [...(id === 'present' ? ['id-reader' as const] : []), ...(social === 'present' ? ['smart-card' as const] : [])];
  }
  /** A card forgotten in a reader is called after its owner, until it is gone. */
  async function lookForCards() {
    const there = await cardsThere();
    if (there.join() !== cardsLeft.peek().join()) cardsLeft.value = there;
    if (there.length > 0) ports.clock.after(3000, () => { if (looksOn()) void lookForCards(); else cardsLeft.value = []; });
  }
  const away = watchAway({
    somebody: computed(() => { const sensor = health.states.value.presence; return sensor.is === 'ready' ? sensor.somebody : 'unknown'; }),
    serving: computed(() => place.value.is === 'visit'), clock: ports.clock, ask,
    mayAsk: () => { const here = place.peek(); return here.is === 'visit' && !here.visit.busy.peek() && !asking.peek(); },
  });
  followLights({ place, outOfService, cardsLeft, noticePaper }, ports, computed(() => health.states.value.indicator));
  effect(() => {
    let stop = () => {};
    const tick = () => { local.value = ports.clock.local(); stop = ports.clock.after(10_000, tick); };
    tick();
    return () => stop();
  });

  const go = (to: Place) => {
    const was = place.peek();
    if (!(was.is === 'visit' && to.is === 'visit' && to.visit === was.visit)) endOf(was, 'left');
    place.value = to;
    if (to.is === 'status') void lookForCards();
    helping.value = false;
    watchAttention();
  };
  /** Where an item was come to from: never a visit, which must not outlive its own screen. */
  const cameFrom = (from: Place): Place => (from.is === 'item' ? cameFrom(from.from) : from.is === 'visit' || from.is === 'door' || from.is === 'maintenance' ? { is: 'home', list: 'person' } : from);
  return {
    pack, site, simulated: options.simulated, kioskId: ports.kiosk, fitted: deviceKinds.filter((kind) => ports.fitted.has(kind)),
    /** Works, but nobody has tried it with the real thing here. */
    unconfirmed: new Set(ports.fitted.has('smart-card') && !ports.smartCard.capabilities.confirmed ? ['smart-card'] : []) as ReadonlySet<string>,
    place: place as ReadonlySignal<Place>, language: language as ReadonlySignal<Language>, large: large as ReadonlySignal<boolean>, sound: sound as ReadonlySignal<boolean>, loudness: loudness as ReadonlySignal<number>,
    helping: helping as ReadonlySignal<boolean>, asking: asking as ReadonlySignal<boolean>, leaving: leaving as ReadonlySignal<boolean>, cardsLeft: cardsLeft as ReadonlySignal<readonly CardKind[]>, slipLeft: slip.left,
    outbox: outbox as ReadonlySignal<OutboxCounts>, content: content as ReadonlySignal<ContentNews | null>, counts: counting.counts, local: local as ReadonlySignal<LocalTime>,
    pinyin: pinyin as ReadonlySignal<Readonly<Record<string, string>> | null>, say, health, supplies,
    /** On while a maintainer is at it; meanwhile the kiosk serves nobody. */
    maintenance: computed<'on' | 'off'>(() => (place.value.is === 'maintenance' ? 'on' : 'off')),
    noticePaper: noticePaper as ReadonlySignal<PaperJob>, outOfService, reserved: reserved as ReadonlySignal<boolean>, night, signature: ports.signature, clock: ports.clock,

    /** Any touch or key: somebody is here. A question that lies open stays until it is answered; it only waits longer. */
    touched() {
      touchedAt = ports.clock.now();
      away.touched();
      const here = place.peek();
      if (here.is === 'maintenance') void here.maintenance.touched();
      if (!asking.peek()) return watchAttention();
      stopWaiting();
      stopWaiting = ports.clock.after(attention.wipeAfterMs, timeOut);
    },
    stillHere() { watchAttention(); },
    home(list: List = 'person') { go({ is: 'home', list }); },
    search(typed: string) { go({ is: 'search', typed }); },
    stage(list: List, stage: string) { go({ is: 'stage', list, stage }); },
    item(matter: Matter, from: Place = place.peek()) { noticePaper.value = new PaperJobModel(ports); go({ is: 'item', matter, from: cameFrom(from) }); },
    status() { go({ is: 'status' }); },
    /** To the maintainer's door, and through it with the right PIN. */
    knock() {
      const door = new DoorModel(ports.door, ports.clock, (session) => {
        if (place.peek().is === 'door') go({ is: 'maintenance', maintenance: beginMaintenance(ports, session, () => wipe()) });
      });
      go({ is: 'door', door });
      void door.look();
    },
    /** Begins a visit; not of a matter that is taken back. */
    start(matter: Matter) {
      if (suspensionOf(pack, matter, ports.clock.today())) return;
      counting.began();
      go({ is: 'visit', visit: beginVisit(pack, matter, ports, health.health) });
    },
    to(where: Place) { go(where); },
    /** Asks before anything typed is thrown away. */
    askToLeave() { leaving.value = true; watchAttention(); },
    stay() { leaving.value = false; watchAttention(); },
    leave: () => wipe(),
    /** Takes no new citizen until `serveAgain`; resolves when the one who is served now, if any, has finished. */
    makeWay(): Promise<void> {
      reserved.value = true;
      return new Promise((resolve) => {
        const stop = effect(() => { if (place.value.is !== 'visit') { queueMicrotask(() => stop()); resolve(); } });
      });
    },
    serveAgain() { reserved.value = false; },
    help(on: boolean) { helping.value = on; watchAttention(); },
    switchLanguage() { language.value = language.peek() === 'zh' ? 'en' : 'zh'; watchAttention(); },
    switchLarge() { large.value = !large.peek(); watchAttention(); },
    switchSound() { sound.value = !sound.peek(); watchAttention(); },
    /** Whoever turns it up wants to hear it. */
    louder() { loudness.value = Math.min(loudnesses.loudest, loudness.peek() + 1); sound.value = true; watchAttention(); },
    softer() { loudness.value = Math.max(loudnesses.softest, loudness.peek() - 1); watchAttention(); },
    cardsThere,
    async loadPinyin() { pinyin.value ??= await ports.pinyinTable(); },
    outboxChanged(counts: OutboxCounts) { outbox.value = counts; },
    contentChanged(news: ContentNews) { content.value = news; },
    erred: counting.erred,
    /** Nobody is served and nobody stands here about to begin: the page may start again. */
    free: (): boolean => place.peek().is === 'idle' && ports.clock.now() - touchedAt >= goneAfterMs,
  };
}
export type Kiosk = ReturnType<typeof openKiosk>;
