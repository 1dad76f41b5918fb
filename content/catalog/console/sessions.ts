import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** One browser somebody logged in with. */
export interface Session { readonly person: string; readonly until: number; /** The content the preview shows to this browser, and what comes first in it. */ preview?: { readonly commit: string; readonly first: readonly string[] } }
export interface Sessions {
  /** A new session's cookie value. */
  begin(person: string): string;
  of(request: IncomingMessage): Session | undefined;
  end(request: IncomingMessage): void;
}
export const cookieName = 'catalog-console';
const lastsMs = 8 * 3600_000;
const mostSessions = 1000;

/** Sessions live in memory, by the hash of their secret: a restart logs everybody out, and nothing on the disk lets anybody in. */
export function openSessions(now: () => number): Sessions {
  const all = new Map<string, Session>();
  const secretOf = ({ headers }: IncomingMessage) => new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]{43})(?:;|$)`).exec(headers.cookie ?? '')?.[1];
  const named = (secret: string) => createHash('sha256').update(secret).digest('hex');
  return {
    begin(person) {
      for (const [name, { until }] of all) if (until < now() || all.size >= mostSessions) all.delete(name);
      const secret = randomBytes(32).toString('base64url');
      all.set(named(secret), { person, until: now() + lastsMs });
      return secret;
    },
    of(request) {
      const secret = secretOf(request);
      const session = secret === undefined ? undefined : all.get(named(secret));
      return session && session.until > now() ? session : undefined;
    },
    end(request) {
      const secret = secretOf(request);
      if (secret !== undefined) all.delete(named(secret));
    },
  };
}

export const cookieOf = (secret: string, secure: boolean): string => `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${lastsMs / 1000}${secure ? '; Secure' : ''}`;
export const noCookie = `${cookieName}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0`;

/** Who tries a name's password again and again waits longer and longer: five are free, then 1 minute, 2, 4, up to an hour. */
export function openLockout(now: () => number) {
  const wrong = new Map<string, { readonly times: number; readonly until: number }>();
  return {
    /** Seconds to wait before the next try; 0 when it may be tried now. */
    waitSeconds: (id: string): number => Math.max(0, Math.ceil(((wrong.get(id)?.until ?? 0) - now()) / 1000)),
    wasWrong(id: string) {
      const times = (wrong.get(id)?.times ?? 0) + 1;
      wrong.set(id, { times, until: times < 5 ? 0 : now() + Math.min(2 ** (times - 5), 60) * 60_000 });
      if (wrong.size > 10_000) wrong.delete(wrong.keys().next().value!);
    },
    wasRight(id: string) { wrong.delete(id); },
  };
}
export type Lockout = ReturnType<typeof openLockout>;
