import * as v from 'valibot';
import type { Pack } from '../../content/schema/pack.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { SiteConfig } from '../site-config.ts';

/** Loads the site's configuration; what does not fit its shape is no configuration. */
export async function loadSiteConfig(): Promise<Result<SiteConfig, 'unreachable' | 'malformed'>> {
  const read = await json('/site.json');
  if (!read.ok) return read;
  const parsed = v.safeParse(SiteConfig, read.value);
  return parsed.success ? ok(parsed.output) : fail('malformed');
}

/** Loads the content pack. It was checked when it was built; here only its outline is. */
export async function loadPack(): Promise<Result<Pack, 'unreachable' | 'malformed'>> {
  const read = await json('/content/pack.json');
  if (!read.ok) return read;
  const outline = v.safeParse(v.looseObject({ builtAt: v.string(), items: v.record(v.string(), v.looseObject({ id: v.string() })), texts: v.looseObject({ zh: v.record(v.string(), v.string()) }), sites: v.record(v.string(), v.looseObject({ id: v.string() })) }), read.value);
  return outline.success ? ok(read.value as Pack) : fail('malformed');
}

/** Characters by syllable; fetched when somebody first types Chinese. */
export async function pinyinTable(): Promise<Readonly<Record<string, string>> | null> {
  const read = await json('/content/pinyin.json');
  const parsed = v.safeParse(v.record(v.string(), v.string()), read.ok ? read.value : null);
  return parsed.success ? parsed.output : null;
}

async function json(path: string): Promise<Result<unknown, 'unreachable' | 'malformed'>> {
  try {
    const answer = await fetch(path, { signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) return fail('unreachable');
    return ok(await answer.json());
  } catch (error) {
    return fail(error instanceof SyntaxError ? 'malformed' : 'unreachable');
  }
}
