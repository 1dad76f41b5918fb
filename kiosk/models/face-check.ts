import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { CameraSession } from '../../drivers/camera/port.ts';
import type { CardPhoto, PhotoOutcome, ResidentCard } from '../../drivers/id-reader/port.ts';
import { yearsBetween } from '../core/citizen-number.ts';
import type { Band, Challenge, FaceHint, FaceOutcome, QualityProblem } from '../face/port.ts';
import { IdentityModel } from './identity.ts';
import type { Ports } from './ports.ts';

export type FaceCheckState =
  | { readonly is: 'off' }
  /** Asked whether this may be done. No camera is on and no photo unpacked; the models warm up. `guardian`: somebody else has to say yes. */
  | { readonly is: 'consent'; readonly guardian: boolean }
  /** The guardian of a child under 14 lays a card on (`guardianReader`). `refused`: why the card laid on before does not do. */
  | { readonly is: 'guardian-card'; readonly refused: GuardianRefusal | null }
  | { readonly is: 'guardian-consent'; readonly guardian: Guardian }
  | { readonly is: 'opening' }
  | { readonly is: 'looking'; readonly preview: MediaStream | null; readonly hint: FaceHint }
  | { readonly is: 'passed' }
  /** `again`: another try is worth it. The other ways are open whatever it says. */
  | { readonly is: 'failed'; readonly trouble: FaceTrouble; readonly again: boolean };

/** Why nothing came of it. `photo-…`: of the card; `unsure`: the photo does not allow to say, which is not the person's fault. */
export type FaceTrouble =
  | { readonly is: 'photo-missing' | 'photo-unreadable' | 'photo-no-answer' | 'photo-not-authorised' | 'camera-busy' | 'camera-away' | 'camera-ended' | 'unavailable' }
  | { readonly is: 'different' | 'unsure' | 'looks-flat' | 'challenge-not-done' | 'face-changed' }
  | { readonly is: 'not-seen'; readonly why: QualityProblem };

/** What came of asking. Nobody has to be told why somebody declined: the next way is as good. */
export type FaceCheckEnd =
  | { readonly is: 'passed'; readonly band: Band; readonly pack: string; readonly guardian: Guardian | null }
  | { readonly is: 'failed'; readonly trouble: FaceTrouble; readonly again: boolean }
  | { readonly is: 'declined' | 'withdrawn' };

/** The adult who consented for a child; that they are the guardian is their own declaration, the department sees who it was. */
export interface Guardian { readonly name: string; readonly number: string }
export type GuardianRefusal = 'same-person' | 'not-adult' | 'card-expired';

export interface FaceAsk {
  /** The card's photo as read: 1,024 bytes of WLT. Given away: overwritten when the check ends. */
  readonly photo: Uint8Array | undefined;
  /** YYYY-MM-DD. */
  readonly birth: string;
  readonly number: string;
}
type FacePorts = Pick<Ports, 'idReader' | 'faceVerifier' | 'photoDecoder' | 'camera' | 'clock' | 'random'>;

/** 人脸识别技术应用安全管理办法 第六条、个人信息保护法 第三十一条: below this age the guardian consents. */
const ownConsentYears = 14;
/** 民法典 第十八条. */
const adultYears = 18;
const decodeMs = 5000;
const openMs = 10_000;
const verifyMs = 60_000;
/** How much longer than its own deadline a verifier is waited for: the models may have to be loaded first. */
const graceMs = 45_000;
/** After the second failure the next way is offered. */
const mostTries = 2;
/** A verifier whose pack has no model for eyes asks for a nod instead of a blink. */
const drawnFrom: readonly Challenge[] = ['turn-left', 'turn-right', 'nod', 'closer', 'blink'];
const challengesEach = 2;
/** Not mended by trying again: the same photo against the same face. */
const final: readonly FaceTrouble['is'][] = ['photo-missing', 'photo-unreadable', 'photo-not-authorised', 'unavailable', 'different', 'unsure'];

/** Whether a face can be compared on this kiosk at all; where not it is not offered. */
export const canCheckFace = ({ faceVerifier, photoDecoder, idReader, fitted }: Pick<FacePorts, 'faceVerifier' | 'photoDecoder' | 'idReader'> & Pick<Ports, 'fitted'>): boolean =>
  faceVerifier.status.is !== 'absent' && faceVerifier.status.is !== 'broken' && photoDecoder.capabilities.model !== 'none' && idReader.capabilities.photo && fitted.has('camera');

/**
 * Compares the person with their card's photo, after consent and on this device only: one process in one signal. The camera
 * and its light are on in `looking` only; the photo is unpacked no earlier than `opening`, and overwritten with the verdict.
 * `onEnd` hears of each try; the way on after a failure is another way (kiosk/core/ways.ts), never only the same again.
 */
export const FaceCheckModel = createModel((ports: FacePorts, onEnd: (end: FaceCheckEnd) => void) => {
  const state = signal<FaceCheckState>({ is: 'off' });
  let ask: FaceAsk | undefined;
  let guardian: Guardian | null = null;
  let tries = 0;
  let under: AbortController | undefined;
  const reader = new IdentityModel(ports.idReader, guardianCame);

  /** Camera off, models thrown away; what is known of the person stays for another try. */
  function halt() {
    const was = under;
    under = undefined;
    was?.abort();
    reader.stop();
    ports.faceVerifier.release();
  }
  function forget() {
    halt();
    ask?.photo?.fill(0);
    ask = undefined;
    guardian = null;
    tries = 0;
  }
  function end() {
    forget();
    state.value = { is: 'off' };
  }
  function fail(trouble: FaceTrouble) {
    halt();
    const again = !final.includes(trouble.is) && tries < mostTries;
    state.value = { is: 'failed', trouble, again };
    onEnd({ is: 'failed', trouble, again });
  }

  function guardianCame(card: ResidentCard) {
    if (!ask || state.value.is !== 'guardian-card') return;
    const today = ports.clock.today();
    const refused = card.number === ask.number ? 'same-person' : yearsBetween(card.birth, today) < adultYears ? 'not-adult' : card.validTo !== 'long-term' && card.validTo < today ? 'card-expired' : null;
    state.value = refused ? { is: 'guardian-card', refused } : { is: 'guardian-consent', guardian: { name: card.name, number: card.number } };
  }

  async function look() {
    const mine = new AbortController();
    under = mine;
    tries++;
    state.value = { is: 'opening' };
    ports.faceVerifier.prepare();
    const decoded: PhotoOutcome = ask?.photo ? await ports.photoDecoder.decode(ask.photo, { deadlineMs: decodeMs }) : { is: 'absent' };
    const photo = decoded.is === 'decoded' ? decoded.photo : undefined;
    try {
      if (under !== mine) return;
      if (!photo) { fail(photoTrouble(decoded)); return; }
      const opened = await ports.camera.open({ deadlineMs: openMs, signal: mine.signal });
      if (under !== mine) { if (opened.is === 'open') opened.session.close(); return; }
      if (opened.is !== 'open') { fail({ is: opened.is === 'busy' ? 'camera-busy' : 'camera-away' }); return; }
      await compare(mine, photo, opened.session);
    } finally {
      photo?.rgba.fill(0);
    }
  }
  async function compare(mine: AbortController, photo: CardPhoto, session: CameraSession) {
    const hint = (told: FaceHint) => { if (under === mine) state.value = { is: 'looking', preview: session.preview, hint: told }; };
    const camera = session.preview ? { is: 'stream', stream: session.preview } as const : { is: 'pictures', take: () => picture(session) } as const;
    hint({ is: 'starting' });
    let gaveUp = () => {};
    const late = new Promise<FaceOutcome>((resolve) => { gaveUp = ports.clock.after(verifyMs + graceMs, () => resolve({ is: 'unavailable' })); });
    session.onEnd(() => { if (under === mine) fail({ is: 'camera-ended' }); });
    const verdict = ports.faceVerifier.verify({ photo: { is: 'pixels', ...photo }, camera, challenges: draw(ports.random), deadlineMs: verifyMs, signal: mine.signal, onHint: hint });
    const outcome = await Promise.race([verdict, late]);
    gaveUp();
    const isHeard = under === mine;
    // First the camera, then the word.
    session.close();
    if (isHeard) decide(outcome);
  }
  function decide(outcome: FaceOutcome) {
    if (outcome.is !== 'same-person') { fail(troubleOf(outcome)); return; }
    const { band, pack } = outcome;
    const consented = guardian;
    forget();
    state.value = { is: 'passed' };
    onEnd({ is: 'passed', band, pack, guardian: consented });
  }

  return {
    state: state as ReadonlySignal<FaceCheckState>,
    guardianReader: reader.state,
    /** Asks for consent. The models are loaded meanwhile: that takes no picture. */
    begin(next: FaceAsk) {
      end();
      ask = next;
      ports.faceVerifier.prepare();
      state.value = { is: 'consent', guardian: yearsBetween(next.birth, ports.clock.today()) < ownConsentYears };
    },
    /** Yes. For a child it is the guardian's turn first. Resolves when there is something to show, with no camera on. */
    async agree() {
      const now = state.value;
      if (now.is === 'consent' && now.guardian) { state.value = { is: 'guardian-card', refused: null }; return reader.read(); }
      if (now.is === 'guardian-consent') guardian = now.guardian;
      if (now.is === 'consent' || now.is === 'guardian-consent') await look();
      return undefined;
    },
    /** Waits for a guardian's card again. */
    async readGuardian() {
      if (state.value.is !== 'guardian-card') return;
      state.value = { is: 'guardian-card', refused: null };
      await reader.read();
    },
    /** Once more, with the consent given. */
    async again() { if (state.value.is === 'failed' && state.value.again) await look(); },
    /** No, by the person or the guardian: nothing was opened. */
    decline() {
      if (!['consent', 'guardian-card', 'guardian-consent'].includes(state.value.is)) return;
      end();
      onEnd({ is: 'declined' });
    },
    /** The consent is taken back: the camera is off before this returns. */
    withdraw() {
      if (state.value.is !== 'opening' && state.value.is !== 'looking') return;
      end();
      onEnd({ is: 'withdrawn' });
    },
    /** Over, without a word: the screen was left or the visit ends. */
    end,
  };
});
export type FaceCheck = InstanceType<typeof FaceCheckModel>;

/** Different ones, in an order nobody knows before. */
function draw(random: () => number): readonly Challenge[] {
  const left = [...drawnFrom];
  return Array.from({ length: challengesEach }, () => left.splice(Math.floor(random() * left.length), 1)[0]!);
}

async function picture(session: CameraSession) {
  const outcome = await session.take({ deadlineMs: 3000 });
  return outcome.is === 'taken' ? { bytes: outcome.picture.bytes, mediaType: outcome.picture.mediaType } : null;
}

function photoTrouble({ is }: PhotoOutcome): FaceTrouble {
  return { is: is === 'no-answer' ? 'photo-no-answer' : is === 'not-authorised' ? 'photo-not-authorised' : is === 'absent' ? 'photo-missing' : 'photo-unreadable' };
}

function troubleOf(outcome: Exclude<FaceOutcome, { is: 'same-person' }>): FaceTrouble {
  switch (outcome.is) {
    case 'different': case 'unsure': case 'camera-ended': case 'unavailable': return { is: outcome.is };
    case 'not-live': return { is: outcome.why };
    case 'not-seen': return outcome;
    case 'bad-photo': return { is: 'photo-unreadable' };
    // Nobody called it off who is heard here: the camera went.
    case 'cancelled': return { is: 'camera-ended' };
  }
}
