/** How sure the department may be of who stands here. `card`: somebody who holds a document or an account; `person`: and is its owner. */
export const levels = ['none', 'card', 'person'] as const;
export type Level = (typeof levels)[number];

/** The ways to say who one is; each a small state machine of its own in kiosk/models/ways. */
export const personWays = ['id-card', 'app-code', 'social-card', 'phone', 'helper'] as const;
/** For a company: its electronic licence, its legal representative, or an agent with an authorisation. */
export const companyWays = ['company-code', 'legal-person', 'agent'] as const;
export type PersonWay = (typeof personWays)[number];
export type CompanyWay = (typeof companyWays)[number];
export type Way = PersonWay | CompanyWay;
/** `face`: what raises an identity card to `person`; always beside another way, never the only one. */
export type Proof = Way | 'face';

/** What the ways go by. `absent`: this kiosk never had it; `away`: it has, and it does not work now. */
export const meansKinds = ['id-reader', 'smart-card', 'code-scanner', 'network', 'face'] as const;
export type MeansKind = (typeof meansKinds)[number];
export type Means = Readonly<Record<MeansKind, 'works' | 'away' | 'absent'>>;

/** After so many failures of a way the next one is offered by itself. */
export const patience = 2;
/** How often each way failed since it last succeeded. */
export type Failures = Readonly<Partial<Record<Proof, number>>>;

/** `now`; `again`: failed as often as anyone is asked to bear, still open; `no`: what it needs does not work now. */
export type Offer = { readonly way: Proof; readonly can: 'now' | 'again' } | { readonly way: Proof; readonly can: 'no'; readonly lacks: MeansKind };
/** The window, with the list of what to bring: open whatever happens. */
export interface Window { readonly way: 'window'; readonly can: 'now' }

const needs: Readonly<Record<Proof, readonly MeansKind[]>> = {
  'id-card': ['id-reader'], 'app-code': ['code-scanner', 'network'], 'social-card': ['smart-card'], 'phone': ['network'], 'helper': ['code-scanner', 'network'],
  'face': ['face'], 'company-code': ['code-scanner', 'network'], 'legal-person': ['network'], 'agent': ['network'],
};

export interface Asked {
  readonly need: 'card' | 'person';
  readonly have: Level;
  /** The person's identity card was read here, with its photo: only then can a face be compared with it. */
  readonly photo: boolean;
  readonly means: Means;
  readonly failures: Failures;
  /** It is asked for which company as well: the code of its licence answers both at once. */
  readonly company?: boolean;
}

/**
 * Every way on from here, best first, the window always last. Where `card` is enough no face is looked at; where `person` is
 * needed the face stands beside the code of the app and the helper, and only ways are named that lead there.
 */
export function waysOn(asked: Asked): readonly (Offer | Window)[] {
  return [...offersOf(leading(asked), asked), { way: 'window', can: 'now' }];
}

/** The ways to say for which company somebody is here; the window always last. */
export function companyWaysOn(asked: Pick<Asked, 'means' | 'failures'>): readonly (Offer | Window)[] {
  return [...offersOf(companyWays, asked), { way: 'window', can: 'now' }];
}

/** The way that is offered by itself: the first that works and has not failed too often. */
export const nextWay = (on: readonly (Offer | Window)[]): Proof | 'window' => on.find(({ can }) => can === 'now')!.way;

export const atLeast = (have: Level, need: Level): boolean => levels.indexOf(have) >= levels.indexOf(need);

/** Whether anybody can come to this level on this kiosk now, without staff behind a window. */
export function reachable(need: 'card' | 'person', means: Means): boolean {
  const works = (way: Proof) => needs[way].every((kind) => means[kind] === 'works');
  return need === 'card' ? personWays.some(works) : works('app-code') || works('helper') || (works('id-card') && works('face'));
}

function leading({ need, have, photo, means, company }: Asked): readonly Proof[] {
  if (atLeast(have, need)) return [];
  if (need === 'card') return company ? ['id-card', 'company-code', ...personWays.slice(1)] : personWays;
  // A social card or a telephone says nothing about who stands here: no detour over them.
  if (have === 'none') return ['id-card', 'app-code', 'helper'];
  if (photo) return ['face', 'app-code', 'helper'];
  return means.face === 'works' ? ['id-card', 'app-code', 'helper'] : ['app-code', 'helper'];
}

function offersOf(ways: readonly Proof[], { means, failures }: Pick<Asked, 'means' | 'failures'>): readonly Offer[] {
  const offers = ways.filter((way) => needs[way].every((kind) => means[kind] !== 'absent')).map((way): Offer => {
    const lacks = needs[way].find((kind) => means[kind] === 'away');
    return lacks !== undefined ? { way, can: 'no', lacks } : { way, can: (failures[way] ?? 0) >= patience ? 'again' : 'now' };
  });
  return (['now', 'again', 'no'] as const).flatMap((can) => offers.filter((offer) => offer.can === can));
}
