import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { type Kind, models } from '../../drivers/index.ts';
import { Settings, SiteConfig } from '../site-config.ts';
import { deviceFindings } from './device-findings.ts';
import { PinHash } from './pin.ts';

const words = v.pipe(v.string(), v.nonEmpty());
const httpAddress = v.pipe(v.string(), v.regex(/^https?:\/\/[^\s]+$/, '写成 http://地址'));
const portNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

/** How the host reaches a device. None: the model finds it by itself, such as a chip card reader through PC/SC. */
const HostWire = v.variant('is', [
  /** A serial line; `/dev/serial/by-id/…` keeps its name when devices are plugged in another order. */
  v.strictObject({ is: v.literal('serial'), path: v.pipe(v.string(), v.regex(/^\/\S+$|^COM\d+$/)), baudRate: v.pipe(v.number(), v.integer(), v.minValue(300)), parity: v.optional(v.picklist(['none', 'even', 'odd'])) }),
  v.strictObject({ is: v.literal('tcp'), host: words, port: portNumber }),
  v.strictObject({ is: v.literal('ipp'), uri: v.pipe(v.string(), v.regex(/^(?:ipps?|https?):\/\/[^\s/]+\/\S*$/)) }),
  v.strictObject({ is: v.literal('web-socket'), url: v.pipe(v.string(), v.regex(/^wss?:\/\/[^\s]+$/)) }),
]);
/** One device of the terminal: a model of drivers/node.ts, how it is reached, and what else the model wants to know. */
const HostDevice = v.strictObject({ model: words, wire: v.optional(HostWire), settings: v.optional(Settings) });
export type HostDevice = v.InferOutput<typeof HostDevice>;
const HostDevices = v.strictObject(Object.fromEntries(Object.keys(models).map((kind) => [kind, v.optional(HostDevice)])) as Record<Kind, v.OptionalSchema<typeof HostDevice, undefined>>);
export type HostDevices = v.InferOutput<typeof HostDevices>;

/** The browser that the host starts and watches over: browser.ts. */
const BrowserConfig = v.strictObject({
  /** The program and what comes before its flags, such as `["/usr/bin/cage", "--", "/usr/bin/chromium"]`. */
  command: v.optional(v.pipe(v.array(words), v.minLength(1)), ['/usr/bin/chromium']),
  /** Added to the flags of a kiosk; `--kiosk` itself is among those unless `windowed`. */
  flags: v.optional(v.array(v.pipe(v.string(), v.regex(/^--[a-z]/))), []),
  windowed: v.optional(v.boolean(), false),
  /** The page gives a sign of life every 5 s; after so long without one the browser is ended and started again. */
  silenceMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(5000)), 30_000),
  /** Failures in a row, each with a longer pause, after which the host itself ends with an error and leaves the rest to its supervisor. */
  mostFailures: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 8),
});
export type BrowserConfig = v.InferOutput<typeof BrowserConfig>;

/** The file a terminal is set up with: what the page is told, and what only the host knows. */
export const HostConfig = v.strictObject({
  port: portNumber,
  site: SiteConfig,
  /** The devices that the host drives and offers over XFS4IoT; those the page drives itself stand in `site.devices`. */
  devices: v.optional(HostDevices),
  /** Where the XFS4IoT publisher may listen, tried in order; 5846 to 5856 unless told. */
  publisherPorts: v.optional(v.pipe(v.array(portNumber), v.minLength(1))),
  /** The page's origin, `https://kiosk.example`, when it does not come from this host but from a web server. */
  page: v.optional(v.pipe(v.string(), v.regex(/^https?:\/\/[a-z0-9.:[\]-]+$/, '写成 https://域名，后面不带斜杠'))),
  /** Network cameras (ONVIF GetSnapshotUri) for a page whose camera is an `http-snapshot` on a `relay` wire. */
  snapshots: v.optional(v.strictObject({ 'camera': v.optional(httpAddress), 'document-camera': v.optional(httpAddress) })),
  /** The A4 printer for a page that speaks IPP itself (wire `relay`), `ipp://…` or `http://…`. */
  printer: v.optional(v.pipe(v.string(), v.regex(/^(?:ipp|http):\/\/[^\s/]+\/\S*$/))),
  /** The browser's profile folder. */
  profileDir: v.optional(v.string()),
  browser: v.optional(BrowserConfig),
  /** The maintainer's PIN as `npm run pin` prints it; without it there is no maintenance at the screen. */
  maintenance: v.optional(PinHash),
  /** Where the host remembers what must survive a restart, such as wrong tries at the maintainer's door; /var/lib/kiosk unless told. */
  stateDir: v.optional(v.string()),
  /** Where models lie (`npm run models` fills `face` in it), for kiosks whose catalog ships none; the checkout's .models unless told. */
  modelsDir: v.optional(words),
});
export type HostConfig = v.InferOutput<typeof HostConfig>;

/** Reads the file; throws one sentence that names every wrong place. */
export function readHostConfig(file: string): HostConfig {
  let written: unknown;
  try {
    written = JSON.parse(readFileSync(file, 'utf8'));
  } catch (trouble) {
    throw new Error(`读不了配置文件 ${file}：${trouble instanceof Error ? trouble.message : String(trouble)}`, { cause: trouble });
  }
  const parsed = v.safeParse(HostConfig, written);
  const findings = parsed.success
    ? [...deviceFindings(parsed.output), ...(parsed.output.browser && parsed.output.profileDir === undefined ? ['写了 browser 就要写 profileDir：浏览器的资料夹'] : [])]
    : parsed.issues.map((issue) => `${v.getDotPath(issue) ?? '全文'}（${issue.message}）`);
  if (parsed.success && findings.length === 0) return parsed.output;
  throw new Error(`配置文件 ${file} 有问题：${findings.join('；')}`);
}
