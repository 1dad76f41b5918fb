/**
 * Fictional companies of the fictional family. Their codes have valid check characters (GB 32100, GB 11714) and stand in
 * area 370499, which is not assigned. People are ids in people.ts; dates YYYY-MM-DD.
 */
export interface DemoCompany {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  /** 法定代表人. */
  readonly legalPerson: string;
  /** 经办人 with an authorisation on file, until a day. */
  readonly agents: readonly { readonly person: string; readonly authorisation: string; readonly until: string }[];
}

export const companies: readonly DemoCompany[] = [
  {
    id: 'bakery', name: '示范市虚构面点有限公司', code: '91370499MA00DEM06D', legalPerson: 'adult',
    agents: [{ person: 'spouse', authorisation: '演示授权 2026-01', until: '2035-12-31' }, { person: 'rare', authorisation: '演示授权 2020-07', until: '2021-06-30' }],
  },
  { id: 'orchard', name: '示范市虚构果业有限公司', code: '91370499MA00DEM148', legalPerson: 'elder', agents: [] },
];
