import { createHmac, timingSafeEqual } from 'node:crypto';

/** A kiosk's token for its reports, 43 characters of base64url: HMAC-SHA-256 of its id with the catalog's secret. Nothing is stored for it; a new secret ends all. */
export const enrol = (secret: string | Uint8Array, kiosk: string): string => createHmac('sha256', secret).update(kiosk).digest('base64url');

/** Whether the token is this kiosk's own; takes as long for a nearly right one as for a wrong one. */
export function tokenFits(secret: string | Uint8Array, kiosk: string, token: string): boolean {
  const right = Buffer.from(enrol(secret, kiosk));
  const given = Buffer.from(token);
  return given.length === right.length && timingSafeEqual(given, right);
}
