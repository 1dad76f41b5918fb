import { departmentOf, officeCode, parseManifestPath, roleOf, rolloutPath, rolloutRole } from '../schema/manifest.ts';
import type { DelegatedRole, Key, TopRole } from '../../kiosk/tuf/metadata.ts';
import { keyidOf } from './signer.ts';

export const specVersion = '1.0.31';
/** The oldest kiosk that understands content as it is written now; raise it with a change of content/schema that older ones cannot show. */
export const oldestKiosk = '0.1.0';
const day = 86_400_000;

/** How long a signature of a role holds, ms. Root outlasts a terminal's time in the store room. */
const lifetimes: Readonly<Record<TopRole | typeof rolloutRole, number>> = { root: 730 * day, targets: 365 * day, snapshot: 30 * day, timestamp: 7 * day, [rolloutRole]: 30 * day };
const departmentLifetime = 180 * day;
export const lifetimeOf = (role: string): number => (Object.hasOwn(lifetimes, role) ? lifetimes[role as keyof typeof lifetimes] : departmentLifetime);
/** Signed by the catalog itself, with keys it holds; everything else waits for people. */
export const onlineRoles = ['timestamp', 'snapshot', rolloutRole] as const;
export type OnlineRole = (typeof onlineRoles)[number];
export const isOnline = (role: string): role is OnlineRole => (onlineRoles as readonly string[]).includes(role);
/** Files that nobody asks for any more stay this long for kiosks that slept, ms. */
export const keptFor = 90 * day;

/** Days before the end at which people are told; a role is told of only within the second half of its life. */
const warnDays = [30, 14, 3] as const;
export type Warning = 'expired' | '3' | '14' | '30' | null;
export function warningOf(role: string, expires: string, now: number): { readonly daysLeft: number; readonly warning: Warning } {
  const left = Date.parse(expires) - now;
  const due = warnDays.filter((days) => days * day < lifetimeOf(role) / 2 && left <= days * day).at(-1);
  return { daysLeft: Math.floor(left / day), warning: left <= 0 ? 'expired' : due === undefined ? null : `${due}` };
}

/** TUF writes moments without fractions of a second. */
export const moment = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
export const expiryOf = (role: string, now: number): string => moment(now + lifetimeOf(role));

/** What a delegated role may sign. */
export const pathsOf = (role: string): readonly string[] => (role === rolloutRole ? [rolloutPath] : [`packs/${role.slice('dept-'.length)}/*/*.json`]);
/** Whether a delegated role answers for a target path. */
export function maySign(role: string, target: string): boolean {
  if (role === rolloutRole) return target === rolloutPath;
  const pack = parseManifestPath(target)?.pack;
  return pack !== undefined && role === roleOf(departmentOf(pack));
}

/** A delegation of ours: it ends the search (nobody else answers for these paths). */
export const delegation = (role: string, keys: readonly Key[], threshold: number): DelegatedRole =>
  ({ name: role, keyids: keys.map(keyidOf), threshold, terminating: true, paths: pathsOf(role) });

export interface Department { readonly code: string; readonly name: string }
/** The departments of the content and the office that answers for the rest. */
export const withOffice = (departments: readonly Department[]): Department[] =>
  [...departments.filter(({ code }) => code !== officeCode).map(({ code, name }) => ({ code, name })), { code: officeCode, name: '双全办（公共内容）' }];
