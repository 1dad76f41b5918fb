import type { PackFile } from '../../content/schema/manifest.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Plan } from './plan.ts';
import type { Wanted } from './receive.ts';
import type { Generation, KeptFile, Packs } from './record.ts';
import type { SyncTrouble } from './state.ts';

/** A generation before it is there: which packs, which files, and what has to be fetched for them. */
export interface Wish { readonly packs: Packs; readonly files: Readonly<Record<string, KeptFile>>; readonly wanted: readonly Wanted[] }

/** `active`: the generation shown, from which packs that are `kept` take their files. Two packs with a file of one name are refused: nobody could tell whose is shown. */
export function wishOf({ packs: chosen }: Plan, active: Generation | undefined): Result<Wish, SyncTrouble> {
  const packs: Record<string, Packs[string]> = {};
  const files: Record<string, KeptFile> = {};
  const wanted: Wanted[] = [];
  for (const [pack, choice] of Object.entries(chosen)) {
    const kept = choice === 'kept';
    const own: readonly (readonly [string, PackFile | KeptFile])[] = kept ? Object.entries(active?.files ?? {}).filter(([, file]) => file.pack === pack) : Object.entries(choice.manifest.files);
    packs[pack] = kept ? active!.packs[pack]! : { version: choice.version, sha256: choice.sha256 };
    for (const [name, file] of own) {
      if (Object.hasOwn(files, name)) return fail({ is: 'content', pack, file: name });
      files[name] = { pack, sha256: file.sha256, length: file.length, at: file.at };
      wanted.push(file);
    }
  }
  return ok({ packs, files, wanted });
}
