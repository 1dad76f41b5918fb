import { fitsShape, isPlainBytes } from '../../content/schema/compiled.ts';
import type { Pack } from '../../content/schema/pack.ts';
import type { Withdrawal } from '../../content/schema/rollout.ts';
import { assemblePack, type ContentFile } from '../core/pack-files.ts';
import { brokenLinks } from '../core/pack-links.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Bytes } from '../tuf/bytes.ts';
import type { Kept } from './kept.ts';
import type { Generation, KeptFile } from './record.ts';

/** `damaged`: the disk no longer has these blobs as they were kept. `content`: all is there, and it is not to be shown. */
export type Unreadable = { readonly is: 'damaged'; readonly lost: readonly string[] } | { readonly is: 'content'; readonly pack: string; readonly file: string } | { readonly is: 'storage' };

export interface Checking {
  /** Text keys that must be there. */
  readonly needed: readonly string[];
  /** Where this kiosk stands: without its site nothing can be shown here. */
  readonly site: string;
  /** Whether a file was checked before, by this app, with these bytes. */
  readonly checked: (name: string, sha256: string) => boolean;
}

/**
 * Reads the files of a generation and puts them together. Lengths are always looked at; shapes and links only with `check`,
 * because what was checked when it was staged is checked again only by another version of the app.
 */
export async function readPack(kept: Kept, { files }: Pick<Generation, 'files'> & { readonly files: NonNullable<Generation['files']> }, withdrawn: readonly Withdrawal[], check: Checking | null): Promise<Result<Pack, Unreadable>> {
  const named = Object.entries(files).filter(([name]) => !isPlainBytes(name));
  const read = await kept.read(['blobs'], (tx) => Promise.all(named.map(([, { sha256 }]) => tx.get('blobs', sha256))));
  if (!read.ok) return fail({ is: 'storage' });
  const lost = named.flatMap(([, { sha256, length }], i) => ((read.value[i] as Bytes | undefined)?.length === length ? [] : [sha256]));
  if (lost.length > 0) return fail({ is: 'damaged', lost });
  const contents: Record<string, ContentFile> = {};
  for (const [i, [name, file]] of named.entries()) {
    const content = parse(read.value[i] as Bytes);
    if (content === undefined || (check && !check.checked(name, file.sha256) && !fitsShape(name, content))) return fail({ is: 'content', pack: file.pack, file: name });
    contents[name] = { pack: file.pack, content, at: file.at };
  }
  const pack = assemblePack(contents, withdrawn);
  if (!pack.ok) return fail({ is: 'content', pack: files[pack.problem.name]?.pack ?? '', file: pack.problem.name });
  if (check && !Object.hasOwn(pack.value.sites, check.site)) return fail({ is: 'content', pack: packOf(files, 'sites'), file: `sites/${check.site}.json` });
  const [broken] = check ? brokenLinks(pack.value, check.needed) : [];
  return broken ? fail({ is: 'content', pack: packOf(files, broken.file), file: broken.file }) : ok(pack.value);
}

const decoder = new TextDecoder('utf-8', { fatal: true });
function parse(bytes: Bytes): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

/** Links name `fields` or `texts/zh` where they cannot tell the very file. */
const packOf = (files: Readonly<Record<string, KeptFile>>, file: string): string => files[file]?.pack ?? Object.entries(files).find(([name]) => name.startsWith(`${file}/`))?.[1].pack ?? '';
