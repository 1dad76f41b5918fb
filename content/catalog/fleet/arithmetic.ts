/** What passes over the line for one thing a kiosk does: HTTP, headers included; TCP and TLS are apart (`connection`). */
export interface Wire { readonly requests: number; readonly upBytes: number; readonly downBytes: number }
/** What one kiosk does, as measured (`simulate.ts`). */
export interface Measured {
  /** A look when nothing changed. */
  readonly look: Wire;
  /** All that is fetched after a publication, beyond the look. */
  readonly change: Wire;
  readonly heartbeat: Wire;
}
export interface Habits {
  readonly pollSeconds: number; readonly reportSeconds: number; readonly publicationsPerDay: number;
  /** Bytes of a new connection, both ways: TCP and TLS handshake. Kiosks come so seldom that each look and each report makes one. */
  readonly connection: { readonly upBytes: number; readonly downBytes: number };
}
export interface Cdn {
  readonly edges: number;
  /** How long an edge answers for what may change (timestamp.json, the next root) without asking, s. */
  readonly holdSeconds: number;
  /** Different files in a publication. */
  readonly filesPerPublication: number;
}
/** What a day brings; `up` is from the kiosk to the catalog. */
export interface Day {
  readonly looks: number; readonly heartbeats: number; readonly requests: number; readonly upBytes: number; readonly downBytes: number;
  readonly requestsPerSecond: number; readonly heartbeatsPerSecond: number;
  /** Requests for files that reach the origin: all of them without a CDN. */
  readonly originRequests: { readonly withoutCdn: number; readonly withCdn: number };
  /** Rows of history the fleet's database takes, one an hour for each kiosk and what changes. */
  readonly historyRows: number;
}
const daySeconds = 86_400;

/** A day of so many kiosks. Linear in the kiosks but for what a CDN answers itself. */
export function dayOf(kiosks: number, { look, change, heartbeat }: Measured, { pollSeconds, reportSeconds, publicationsPerDay, connection }: Habits, { edges, holdSeconds, filesPerPublication }: Cdn): Day {
  const looks = (kiosks * daySeconds) / pollSeconds;
  const heartbeats = (kiosks * daySeconds) / reportSeconds;
  const changes = kiosks * publicationsPerDay;
  const sum = (of: (wire: Wire) => number, eachConnection: number) => looks * (of(look) + eachConnection) + heartbeats * (of(heartbeat) + eachConnection) + changes * of(change);
  const requests = sum((wire) => wire.requests, 0);
  const files = looks * look.requests + changes * change.requests;
  return {
    looks, heartbeats, requests, requestsPerSecond: requests / daySeconds, heartbeatsPerSecond: heartbeats / daySeconds,
    upBytes: sum((wire) => wire.upBytes, connection.upBytes), downBytes: sum((wire) => wire.downBytes, connection.downBytes),
    // An edge asks once for each file that never changes, and every `holdSeconds` for those that may, when somebody asks it.
    originRequests: { withoutCdn: files, withCdn: Math.min(files, look.requests * Math.min(looks, (edges * daySeconds) / holdSeconds) + edges * filesPerPublication * publicationsPerDay) },
    historyRows: kiosks * (24 + 2 * publicationsPerDay),
  };
}

/** A price nobody promised: from low to high, to be replaced by those of the contract. */
export interface Price { readonly low: number; readonly high: number }
/** 元. */
export interface Prices { readonly perGigabyteDown: Price; readonly perTenThousandRequests: Price; readonly perServerDay: Price }
export interface Cost { readonly traffic: Price; readonly requests: Price; readonly servers: Price; readonly all: Price; readonly perKiosk: Price }

/** 元 a day. `servers`: machines for heartbeats, store and origin. */
export function costOf(kiosks: number, day: Day, { perGigabyteDown, perTenThousandRequests, perServerDay }: Prices, servers: number): Cost {
  const times = ({ low, high }: Price, by: number): Price => ({ low: low * by, high: high * by });
  const traffic = times(perGigabyteDown, day.downBytes / 1e9);
  const requests = times(perTenThousandRequests, (day.requests - day.heartbeats) / 10_000);
  const ofServers = times(perServerDay, servers);
  const all = { low: traffic.low + requests.low + ofServers.low, high: traffic.high + requests.high + ofServers.high };
  return { traffic, requests, servers: ofServers, all, perKiosk: times(all, 1 / kiosks) };
}
