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
