import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { SiteConfig } from '../site-config.ts';
import { PinHash } from './pin.ts';

/** The file a terminal is set up with: what the page is told, and what only the host knows. */
export const HostConfig = v.strictObject({
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  site: SiteConfig,
  /** The A4 printer, `ipp://…` or `http://…`. */
  printer: v.optional(v.pipe(v.string(), v.regex(/^(?:ipp|http):\/\/[^\s/]+\/\S*$/))),
  /** The browser's profile folder. */
  profileDir: v.optional(v.string()),
  /** The maintainer's PIN as `npm run pin` prints it; without it there is no maintenance at the screen. */
  maintenance: v.optional(PinHash),
  /** Where the host remembers what must survive a restart, such as wrong tries at the maintainer's door; /var/lib/kiosk unless told. */
  stateDir: v.optional(v.string()),
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
  if (parsed.success) return parsed.output;
  throw new Error(`配置文件 ${file} 有问题：${parsed.issues.map((issue) => `${v.getDotPath(issue) ?? '全文'}（${issue.message}）`).join('；')}`);
}
