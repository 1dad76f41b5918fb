import { batch, computed, createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { ResidentCard } from '../../drivers/id-reader/port.ts';
import { birthOf } from '../core/citizen-number.ts';
import { atLeast, companyWaysOn, type Failures, type Level, type Means, nextWay, patience, type Proof, waysOn } from '../core/ways.ts';
import type { AskedFor, IdentifiedPerson } from '../platform/port.ts';
import { FaceCheckModel } from './face-check.ts';
import { IdentityModel } from './identity.ts';
import type { Ports } from './ports.ts';
import { AppCodeModel } from './ways/app-code.ts';
import { CompanyModel } from './ways/company.ts';
import type { ActingFor, FaceProof, Found, PersonProof } from './ways/found.ts';
import { HelperModel } from './ways/attesting.ts';
import { PhoneModel } from './ways/phone.ts';
import { SocialCardModel } from './ways/social-card.ts';
import { isFinal, type WayTrouble } from './ways/trouble.ts';

/** Who stands here, how sure that is, and by what; for which company where that was asked. */
export interface Who { readonly person: IdentifiedPerson; readonly level: 'card' | 'person'; readonly proofs: readonly (PersonProof | FaceProof)[]; readonly acting: ActingFor | null }
export interface Need { readonly level: 'card' | 'person'; readonly company: boolean }

/** What the person sees: one way, all ways on, the same for the company, or who they are. */
export type IdentifyView =
  | { readonly is: 'way'; readonly way: Proof }
  | { readonly is: 'ways' } | { readonly is: 'company-ways' }
  | { readonly is: 'done' };
/** A way that was left for another: which, and why. `tried`: as often as anyone is asked to bear. */
export interface LeftWay { readonly way: Proof; readonly trouble: WayTrouble; readonly tried: boolean }

/**
 * Who is here, by whichever way they can go: one process over all ways. It yields a person, a level and the proofs. A way
 * that failed twice, or cannot go on, is left for the ways on, with the reason; the window is always one of them.
 */
export const IdentificationModel = createModel((ports: Ports, need: Need, means: ReadonlySignal<Means>, purpose: () => AskedFor, onMet: (found: Found) => void, onActing: (acting: ActingFor) => void = () => {}) => {
  const who = signal<Who | null>(null);
  const at = signal<Proof | null>(null);
  const failures = signal<Failures>({});
  const left = signal<LeftWay | null>(null);
  /** Of the card just read, until the face was compared or nobody needs it any more. */
  const photo = signal<Uint8Array | null>(null);

  const level = computed<Level>(() => who.value?.level ?? 'none');
  const offers = computed(() => waysOn({ need: need.level, have: level.value, photo: photo.value !== null, means: means.value, failures: failures.value, company: need.company }));
  const companyOffers = computed(() => companyWaysOn({ means: means.value, failures: failures.value }));
  const view = computed<IdentifyView>(() => {
    if (at.value !== null) return { is: 'way', way: at.value };
    if (!atLeast(level.value, need.level)) return { is: 'ways' };
    return need.company && who.value?.acting === null ? { is: 'company-ways' } : { is: 'done' };
  });

  // A code can be shown afresh; an authorisation that has ended stays so.
  const failed = (way: Proof) => (trouble: WayTrouble) => fail(way, trouble, isFinal(trouble) || (way === 'agent' && trouble === 'expired'));
  const card = new IdentityModel(ports.idReader, cardCame, {
    photo: () => need.level === 'person' && means.value.face === 'works',
    onTrouble: ({ is }) => failed('id-card')(is === 'offline' ? 'device-away' : is),
  });
  const appCode = new AppCodeModel(ports, 'person', purpose, met, failed('app-code'));
  const socialCard = new SocialCardModel(ports, met, failed('social-card'));
  const phone = new PhoneModel(ports, purpose, met, failed('phone'));
  const helper = new HelperModel(ports, purpose, met, failed('helper'));
  const companyCode = new AppCodeModel(ports, 'company', purpose, met, failed('company-code'));
  const subject = () => ({ idType: '111', idNumber: who.value?.person.idNumber ?? '', name: who.value?.person.name ?? '' }) as const;
  const legalPerson = new CompanyModel(ports, 'legal-person', subject, purpose, act, failed('legal-person'));
  const agent = new CompanyModel(ports, 'agent', subject, purpose, act, failed('agent'));
  const face = new FaceCheckModel(ports, (end) => {
    // Its own screen tells how it ended, with the ways on beside it.
    if (end.is === 'passed') proved({ way: 'face', band: end.band, pack: end.pack, guardian: end.guardian });
    else if (end.is === 'failed') count('face', end.again ? 0 : patience);
    else at.value = null;
  });

  function cardCame(read: ResidentCard, bytes: Uint8Array | undefined) {
    dropPhoto();
    // An empty photo compares with nobody.
    if (bytes && bytes.length > 0) photo.value = bytes;
    met({
      person: { name: read.name, idNumber: read.number }, level: 'card', proof: { way: 'id-card' },
      values: { 'person-name': read.name, 'id-number': read.number, nation: read.nation, 'home-address': read.address, 'card-valid-to': read.validTo },
    });
  }
  /** Somebody is known. Another person than before takes nothing over from them. */
  function met(found: Found) {
    const before = who.value?.person.idNumber === found.person.idNumber ? who.value : null;
    batch(() => {
      onMet(found);
      if (found.company) onActing(found.company);
      if (!before && found.proof.way !== 'id-card') dropPhoto();
      who.value = {
        person: before?.person ?? found.person, level: before?.level === 'person' ? 'person' : found.level,
        proofs: [...(before?.proofs ?? []).filter(({ way }) => way !== found.proof.way), found.proof], acting: found.company ?? before?.acting ?? null,
      };
      settle(found.proof.way, before === null);
      if (found.proof.way === 'app-code' && !atLeast(level.value, need.level)) left.value = { way: 'app-code', trouble: 'not-sure', tried: count('app-code', 0) >= patience };
    });
  }
  function proved(proof: FaceProof) {
    if (!who.value) return;
    who.value = { ...who.value, level: 'person', proofs: [...who.value.proofs.filter(({ way }) => way !== 'face'), proof] };
    dropPhoto();
  }
  function act(acting: ActingFor) {
    if (!who.value) return;
    batch(() => {
      onActing(acting);
      who.value = { ...who.value!, acting };
      settle(acting.as, false);
    });
  }
  function settle(way: Proof, isSomebodyElse: boolean) {
    const { [way]: _, ...rest } = failures.value;
    failures.value = isSomebodyElse ? {} : rest;
    left.value = null;
    at.value = null;
    if (atLeast(level.value, need.level)) dropPhoto();
  }
  function count(way: Proof, atLeastTimes: number): number {
    const times = (failures.value[way] ?? 0) + 1;
    failures.value = { ...failures.value, [way]: Math.max(times, atLeastTimes) };
    return times;
  }
  function fail(way: Proof, trouble: WayTrouble, atOnce: boolean) {
    batch(() => {
      const times = count(way, atOnce ? patience : 0);
      // What failed beneath a screen that was left already is counted, and changes nothing else.
      if (at.value !== way || (!atOnce && times < patience)) return;
      left.value = { way, trouble, tried: times >= patience };
      at.value = null;
    });
  }
  function dropPhoto() {
    photo.value?.fill(0);
    photo.value = null;
  }
  function stop() {
    for (const one of [card, appCode, socialCard, phone, helper, companyCode, legalPerson, agent]) one.stop();
    face.end();
  }
  function begin(way: Proof): void {
    switch (way) {
      case 'id-card': return void card.read();
      case 'app-code': return void appCode.begin();
      case 'social-card': return void socialCard.begin();
      case 'phone': return phone.begin();
      case 'helper': return helper.begin(who.value?.person ?? null);
      case 'company-code': return void companyCode.begin();
      case 'legal-person': return legalPerson.begin();
      case 'agent': return agent.begin();
      case 'face': {
        if (!who.value) return;
        const { idNumber } = who.value.person;
        // A copy: a face check that was called off overwrites what it was given, and may be begun again.
        face.begin({ photo: photo.value?.slice(), birth: birthOf(idNumber), number: idNumber });
      }
    }
  }
  function choose(way: Proof) {
    stop();
    batch(() => {
      at.value = way;
      left.value = null;
      begin(way);
    });
  }

  return {
    who: who as ReadonlySignal<Who | null>, view, offers, companyOffers, left: left as ReadonlySignal<LeftWay | null>,
    card, appCode, socialCard, phone, helper, companyCode, legalPerson, agent, face,
    /** The screen is there: waits for the identity card, or shows the ways where there is no reader. */
    open() {
      if (view.value.is !== 'ways' || left.value !== null) return;
      const next = nextWay(offers.value);
      if (next === 'id-card') choose(next);
    },
    /** Goes one way, from its beginning. */
    choose,
    /** Shows all ways instead of the one under way. */
    others() {
      stop();
      batch(() => { at.value = null; left.value = null; });
    },
    /** Somebody else is here than the one read: from the card on. */
    again() {
      const on = waysOn({ need: 'card', have: 'none', photo: false, means: means.value, failures: {} });
      failures.value = {};
      choose(on.some(({ way, can }) => way === 'id-card' && can === 'now') ? 'id-card' : 'app-code');
    },
    /** On from what a way's own screen told. */
    goOn() { at.value = null; },
    /** The screen was left: nothing waits for anybody. Who is known stays. */
    leave() {
      stop();
      at.value = null;
    },
    end() {
      stop();
      dropPhoto();
      at.value = null;
    },
  };
});
export type Identification = InstanceType<typeof IdentificationModel>;
