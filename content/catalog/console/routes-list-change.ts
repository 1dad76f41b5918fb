import { get, post, refused, type Route, value } from './answers.ts';
import { changesBetween } from './changes.ts';
import type { Desk } from './desk.ts';
import { changesInWords, type Said } from './in-words.ts';
import { ListChange, listChangeNames, writeListChange } from './list-change.ts';
import { parseSheet, type Value, valueOf } from './yaml-document.ts';

/** What the guided task offers to choose from. */
export interface ListOptions {
  readonly items: readonly { readonly id: string; readonly no: string; readonly name: string }[];
  readonly scenes: Readonly<Record<'person' | 'enterprise', readonly { readonly no: string; readonly name: string }[]>>;
  readonly city: readonly string[]; readonly district: readonly string[];
  /** The next free numbers. */
  readonly next: Readonly<Record<'person' | 'enterprise', string>>;
}

/** The date at the sites. */
const siteDate = (now: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(now);

/** 省级目录变更: a guided task whose result is an ordinary edit, and a line in the ledger. */
export function listChangeRoutes({ repository, edits, content, ledger, now }: Desk): Route[] {
  async function write(change: ListChange) {
    const main = await repository.main();
    const [{ pack }, files] = await Promise.all([repository.load(main), repository.files(main)]);
    const texts = new Map<string, { file: string; text: string }>();
    if (change.kind !== 'add') {
      const file = files.find((one) => one.startsWith('items/') && one.endsWith(`/${change.item}.yaml`));
      if (file) texts.set(change.item, { file, text: (await repository.read(main, file))! });
    }
    return { main, written: writeListChange(change, pack, siteDate(now()), (item) => texts.get(item)), before: [...texts.values()][0]?.text };
  }
  const said = (before: string | undefined, after: string): Said[] => {
    const [was, is]: [Value, Value] = [before === undefined ? {} : valueOf(parseSheet(before)), valueOf(parseSheet(after))];
    return changesInWords('items', changesBetween(was, is), is);
  };

  return [
    get('/api/list-change', async () => {
      const { pack } = await repository.load(await repository.main());
      const nextOf = (letter: string) => `${letter}${Math.max(0, ...Object.values(pack.items).filter(({ no }) => no.startsWith(letter)).map(({ no }) => Number(no.slice(1)))) + 1}`;
      const scenes = (list: 'person' | 'enterprise') => pack.stages[list].flatMap((stage) => stage.scenes.map(({ no, name }) => ({ no, name: `${stage.name} · ${name}` })));
      const options: ListOptions = {
        items: Object.values(pack.items).map(({ id, no, name }) => ({ id, no, name })), scenes: { person: scenes('person'), enterprise: scenes('enterprise') },
        city: pack.departments.city.map(({ name }) => name), district: pack.departments.district.map(({ name }) => name), next: { person: nextOf('P'), enterprise: nextOf('E') },
      };
      return value(options);
    }),
    /** What it would write, before it is written. */
    post('/api/list-change/look', ['编辑'], ListChange, async ({ body }) => {
      const { written, before } = await write(body);
      return written.ok ? value({ says: written.value.says, file: written.value.file, said: said(before, written.value.text) }) : refused(422, written.problem.says);
    }),
    post('/api/list-change', ['编辑'], ListChange, async ({ who, body }) => {
      const { written, main } = await write(body);
      if (!written.ok) return refused(422, written.problem.says);
      const { says, file, text, item } = written.value;
      const edit = await edits.begin({ who, title: `${listChangeNames[body.kind]}：${written.value.name}`.slice(0, 80), kind: 'list', from: main });
      const source = `${body.document}，${body.dated}；${body.source}`;
      const commit = await content.write(edit, who, new Map([[file, text]]), `${says}\n\n依据：${source}\n${body.why === '' ? '' : `说明：${body.why}\n`}`, [main]);
      await ledger.add(who, { kind: 'list', what: says, why: body.why === '' ? `按${body.document}` : body.why, source, edit: edit.id, ...(commit !== undefined && { commit }), detail: { kind: body.kind, item, effective: body.effective } });
      return value({ id: edit.id });
    }),
  ];
}
