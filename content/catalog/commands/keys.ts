import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { Key } from '../../../kiosk/tuf/metadata.ts';
import { loadPack } from '../../tools/load.ts';
import { type Catalog, initCatalog } from '../catalog.ts';
import type { Draft } from '../draft.ts';
import { publicHalf } from '../key-ring.ts';
import { isOnline, moment } from '../policy.ts';
import { type CatalogProblem, sayKeyProblem } from '../problem.ts';
import type { Published } from '../repository.ts';
import { keepKey, keyKinds, newKey } from '../sealed-key.ts';
import { keyidOf } from '../signer.ts';
import type { Result } from '../../../kiosk/core/result.ts';
import { dry, published, wrong, writeDraft } from './content.ts';
import { draftInWords, keyidsIn } from './drafts.ts';
import { type Ask, catalogOf, contentDirOf, type ExitCode, onlinePassphraseOf, readJson, signersOf, told, type World } from './world.ts';

const KeyFile = v.object({ key: v.object({ keytype: v.string(), scheme: v.string(), keyval: v.object({ public: v.string() }) }) });
const shortestPassphrase = 12;

async function newPassphrase(world: World, of: string): Promise<string | undefined> {
  const given = world.env['CATALOG_PASSPHRASE'];
  if (given !== undefined) return given;
  const first = await world.askSecretly(`给 ${of} 定一个口令（至少 ${shortestPassphrase} 个字符，输入时不显示）：`);
  if (first === undefined || [...first].length < shortestPassphrase) { world.complain(`口令至少 ${shortestPassphrase} 个字符。`); return undefined; }
  if (first !== await world.askSecretly('再输入一次：')) { world.complain('两次输入的不一样。'); return undefined; }
  return first;
}

/** Makes the catalog. Each holder types a passphrase; the departments' first keys share one, until each is rotated to its own. */
export async function init(ask: Ask): Promise<ExitCode> {
  const { world } = ask;
  const { pack, findings } = loadPack(contentDirOf(ask), new Date(world.now()).toISOString());
  if (findings.length > 0) return told(ask, { ok: false, problem: { is: 'content', findings } }, () => 1);
  const asked = new Map<string, Promise<string | undefined>>();
  const once = (of: string) => asked.get(of) ?? asked.set(of, newPassphrase(world, of)).get(of)!;
  const passphraseOf = (of: string) => (of.startsWith('holder-') ? once(`保管人 ${of}`) : of.startsWith('dept-') ? once('各部门的第一把钥匙') : world.env['CATALOG_ONLINE_PASSPHRASE'] ?? once('在线钥匙'));
  return told(ask, await initCatalog({ dir: ask.dir, departments: pack.departments.district, passphraseOf, now: world.now(), keyKind: ask.values.kind === 'ecdsa' ? 'ecdsa' : 'ed25519' }), () => {
    world.say(`目录建在 ${ask.dir}。`);
    world.say('下一步：把 keys/holder-*.pem 交给三位保管人，各部门的 keys/dept-*.pem 换成部门自己做的钥匙（rotate），都不要留在这台机器上。');
    world.say('再下一步：npm run catalog -- publish');
    return 0;
  });
}

/** `key <name> --out <folder>`: a pair made on the machine of who will hold it; only the `.json` leaves it. */
export async function key(ask: Ask): Promise<ExitCode> {
  const [name] = ask.words;
  const kind = keyKinds.find((one) => one === (ask.values.kind ?? 'ed25519'));
  if (name === undefined || !kind || !/^[a-z][a-z0-9-]*$/.test(name)) return wrong(ask, '写成 key <名字> --out <文件夹> [--kind ed25519|ecdsa]，名字如 dept-police');
  const out = path.resolve(ask.values.out ?? '.', name);
  const taken = ['.pem', '.json'].map((ending) => out + ending).find((file) => existsSync(file));
  if (taken !== undefined) { ask.world.complain(`${taken} 已经有了，不覆盖。请换一个文件夹。`); return 1; }
  const passphrase = await newPassphrase(ask.world, name);
  if (passphrase === undefined) return 1;
  const secret = newKey(kind);
  keepKey(`${out}.pem`, secret, passphrase);
  writeFileSync(`${out}.json`, `${JSON.stringify({ name, of: name, keyid: keyidOf(publicHalf(secret)), key: publicHalf(secret), made: moment(ask.world.now()) }, null, 1)}\n`);
  ask.world.say(`私钥 ${out}.pem 留在您手里，公钥 ${out}.json 交给目录管理员。指纹 ${keyidOf(publicHalf(secret)).slice(0, 16)}，请当面核对。`);
  return 0;
}

function keyFile({ world }: Ask, file: string): Key | string {
  try {
    const read = v.safeParse(KeyFile, readJson(file));
    if (!read.success) return `${file} 不是公钥文件（key 命令写出的 .json）`;
    const { key: open } = read.output;
    return open.keytype !== 'sm2' || world.env['CATALOG_SM2'] === '1' ? open : '这是国密（SM2）钥匙：没有打开国密支持的终端不认它，会停止更新。确定所有终端都已打开的，设 CATALOG_SM2=1 再做。';
  } catch { return `读不出公钥文件 ${file}`; }
}

/** `rotate <key> --new-key <public.json>`, `revoke <key>`: by the key's name in the catalog, `dept-police`, `holder-2`. */
export async function changeKey(ask: Ask): Promise<ExitCode> {
  const { world, values, verb } = ask;
  const catalog = catalogOf(ask);
  const out = catalog.ring.list().find(({ name, keyid }) => name === ask.words[0] || keyid === ask.words[0]);
  if (!out) return wrong(ask, `${verb} 后面写钥匙的名字：${catalog.ring.list().map(({ name }) => name).join('、')}`);
  const online = verb === 'rotate' && values['new-key'] === undefined && isOnline(out.of) ? await newOnlineKey(ask, catalog, out.of) : undefined;
  if (online === null) return 1;
  if (verb === 'rotate' && values['new-key'] === undefined && !online) return wrong(ask, '请给出新的公钥：--new-key <公钥.json>（用 key 命令做）');
  const fresh = values['new-key'] === undefined ? online : keyFile(ask, values['new-key']);
  if (typeof fresh === 'string') return wrong(ask, fresh);
  const title = values.title ?? (fresh ? `更换钥匙 ${out.name}` : `吊销钥匙 ${out.name}`);
  if (fresh && !catalog.ring.list().some(({ keyid }) => keyid === keyidOf(fresh))) catalog.ring.add(out.of, fresh, moment(world.now()));
  return ceremony(ask, catalog.drafts.keyChange({ out: out.keyid, in: fresh, title, now: world.now() }));
}

/** The catalog's own new key is made where it is used; null when nobody said its passphrase. */
async function newOnlineKey(ask: Ask, catalog: Catalog, of: string): Promise<Key | null> {
  const passphrase = await onlinePassphraseOf(ask)(of);
  if (passphrase === undefined) { ask.world.complain(sayKeyProblem({ is: 'passphrase', name: of })); return null; }
  const secret = newKey('ed25519');
  return catalog.ring.add(of, publicHalf(secret), moment(ask.world.now()), { key: secret, passphrase }).key;
}

/** `renew` signs what the catalog signs itself; `renew root targets dept-police` what people sign. */
export async function renew(ask: Ask): Promise<ExitCode> {
  const catalog = catalogOf(ask);
  if (ask.words.length > 0) return ceremony(ask, catalog.drafts.renewal(ask.words, ask.world.now()));
  return told(ask, await catalog.renew(ask.world.now()), (receipt) => published(ask, receipt));
}

/** `department <code> --new-key <public.json>` */
export function department(ask: Ask): ExitCode | Promise<ExitCode> {
  const [code] = ask.words;
  const fresh = ask.values['new-key'] === undefined ? '请给出这个部门的公钥：--new-key <公钥.json>' : keyFile(ask, ask.values['new-key']);
  if (code === undefined || typeof fresh === 'string') return wrong(ask, typeof fresh === 'string' ? fresh : '写成 department <部门代码> --new-key <公钥.json>');
  const catalog = catalogOf(ask);
  if (!catalog.ring.list().some(({ keyid }) => keyid === keyidOf(fresh))) catalog.ring.add(`dept-${code}`, fresh, moment(ask.world.now()));
  return ceremony(ask, catalog.drafts.department({ code, keys: [fresh], now: ask.world.now() }));
}

/** With `--out` a draft goes from holder to holder; without it all keys must be here. */
function ceremony(ask: Ask, made: Result<Draft, CatalogProblem>): ExitCode | Promise<ExitCode> {
  return told(ask, made, async (draft) => {
    for (const line of draftInWords(draft)) ask.world.say(line);
    if (ask.values['dry-run']) return dry(ask);
    if (ask.values.out !== undefined) return writeDraft(ask, ask.values.out, draft);
    const catalog = catalogOf(ask);
    const before = keyidsIn(catalog.published());
    const after = keyidsIn(nextOf(catalog.published(), draft));
    const ready = await catalog.signDraft(draft, signersOf(ask, catalog, (role) => [...before(role), ...after(role)]));
    return told(ask, ready, async (signed) => told(ask, await catalog.publishDraft(signed, ask.world.now(), ask.world.env['USER']), (receipt) => published(ask, receipt)));
  });
}
const nextOf = (now: Published, { roles }: Draft): Published => ({ ...now, root: (roles['root'] ?? now.root) as Published['root'], targets: (roles['targets'] ?? now.targets) as Published['targets'] });
