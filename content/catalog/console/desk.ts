import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type EditContent, editContent } from './edit-content.ts';
import { type Edits, openEdits } from './edits.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { openRegister, type Register } from './people.ts';
import { openRepository, type Repository } from './repository.ts';

/** Everything the console works with; the routes are given this and nothing else. */
export interface Desk {
  readonly repository: Repository; readonly edits: Edits; readonly content: EditContent; readonly register: Register; readonly ledger: Ledger;
  readonly now: () => Date;
}

/** Opens the catalog's folder for the console: `work/` (git), `edits/`, `users.json`, `ledger.jsonl`. */
export async function openDesk(dir: string, now: () => Date): Promise<Desk> {
  await mkdir(dir, { recursive: true });
  const repository = await openRepository(path.join(dir, 'work'), path.join(dir, 'scratch'), now);
  return {
    repository, now, content: editContent(repository, now),
    edits: openEdits({ dir: path.join(dir, 'edits'), git: repository.git, now }),
    register: openRegister(path.join(dir, 'users.json')),
    ledger: openLedger(path.join(dir, 'ledger.jsonl'), now),
  };
}
