import path from 'node:path';
import type { Pack } from '../schema/pack.ts';
import { splitPack } from '../../kiosk/core/pack-files.ts';
import { fail, ok, type Result } from '../../kiosk/core/result.ts';
import { sm2Schemes } from '../../kiosk/tuf/sm2.ts';
import type { Key } from '../../kiosk/tuf/metadata.ts';
import { draftDepartment, draftKeyChange, draftRenewal } from './ceremonies.ts';
import type { Compression } from './compress.ts';
import { type Draft, draftOf, type Publication, signDraft } from './draft.ts';
import type { BeforeWrite } from './durable.ts';
import { historyOf, remember } from './history.ts';
import { keyRing, type PassphraseOf } from './key-ring.ts';
import { holdLock } from './lock.ts';
import { type Plan, planOf, type Wanted } from './plan.ts';
import { lifetimeOf } from './policy.ts';
import type { CatalogProblem } from './problem.ts';
import { applied, clockProblem, publishDraft, publishNext, type Receipt } from './publish.ts';
import { allManifests, metadataBytes, type Published, readBlob, readPublished, readRollout } from './repository.ts';
import { planBack } from './roll-back.ts';
import type { RolloutChange } from './rollout-change.ts';
import type { KeyProblem, Signer } from './signer.ts';
import { statusOf } from './status.ts';
import { verifyCatalog } from './verify.ts';
import { signTop, type WriterOptions, writeTimestamp } from './writer.ts';
import { repairSiblings } from './repair.ts';

export { initCatalog, type InitOptions } from './init.ts';

export interface CatalogOptions {
  /** Of the catalog's own keys: `timestamp`, `snapshot`, `rollout`. Unless told, the environment variable CATALOG_ONLINE_PASSPHRASE. */
  readonly passphraseOf?: PassphraseOf;
  readonly compression?: Compression;
  /** Whether to wait for the disk; false only where nothing is lost by a power cut. */
  readonly durable?: boolean;
  /** How long to wait for somebody else who writes, ms. */
  readonly lockWaitMs?: number;
  readonly beforeWrite?: BeforeWrite;
  /** The site's kiosks know SM2 signatures. */
  readonly sm2?: boolean;
}
/** Who signs for a role: one key, or several where the threshold asks for them. */
export type SignerFor = (role: string) => Promise<Result<Signer | readonly Signer[], KeyProblem>>;

interface By { readonly signer: SignerFor; readonly now: number; readonly who?: string | undefined }

/** A listed pack: its versions, oldest first; more than one while a rollout is open. */
export interface ListedPack {
  readonly pack: string; readonly department: string; readonly title: string; readonly kind: string;
  readonly versions: readonly { readonly version: number; readonly made: string; readonly changes: string | undefined; readonly validFrom: string | undefined; readonly validUntil: string | undefined; readonly files: Readonly<Record<string, { readonly sha256: string; readonly length: number; readonly at: string }>> }[];
}

/** The catalog in a folder. It is read anew each time: several processes may have it open, one at a time writes. Nothing rejects but for a damaged folder. */
export function openCatalog(dir: string, options: CatalogOptions = {}) {
  const publicDir = path.join(dir, 'public');
  const ring = keyRing(dir);
  const passphraseOf: PassphraseOf = options.passphraseOf ?? (() => process.env['CATALOG_ONLINE_PASSPHRASE']);
  const opened = new Map<string, Signer>();
  const writer: WriterOptions = {
    publicDir, compression: options.compression ?? 'best', durable: options.durable ?? true, beforeWrite: options.beforeWrite,
    async online(keyids) {
      const signers: Signer[] = [];
      for (const keyid of keyids) {
        const known = opened.get(keyid);
        const found = known ? ok(known) : await ring.open(keyid, passphraseOf);
        if (!found.ok && found.problem.is === 'no-key') continue;
        if (!found.ok) return fail({ is: 'key', problem: found.problem });
        opened.set(keyid, found.value);
        signers.push(found.value);
      }
      return ok(signers);
    },
  };

  /** Alone, and written down afterwards. */
  async function writing(does: string, now: number, who: string | undefined, work: (published: Published) => Promise<Result<Published, CatalogProblem>>): Promise<Result<Receipt, CatalogProblem>> {
    const lock = await holdLock(dir, does, options.lockWaitMs ?? 5000);
    if (lock.is === 'busy') return fail({ is: 'busy', by: lock.by });
    try {
      const before = readPublished(publicDir);
      await repairSiblings(publicDir, writer.compression);
      remember(dir, before, '（补记：上次写到一半时已经发布）');
      const clock = clockProblem(before, now);
      if (clock) return fail(clock);
      const done = await work(before);
      if (!done.ok) return done;
      remember(dir, done.value, does, who);
      return ok({ timestamp: done.value.timestamp.signed.version, snapshot: done.value.snapshot.signed.version, at: done.value.timestamp.signed['x-published'] });
    } finally {
      lock.release();
    }
  }

  const plan = (wanted: readonly Wanted[], now: number, only?: 'only'): Plan => {
    const listed = allManifests(publicDir, readPublished(publicDir));
    return planOf(wanted, only ? listed.filter(({ manifest }) => wanted.some(({ pack }) => pack === manifest.pack)) : listed, (hash) => readBlob(publicDir, hash), now);
  };
  const publishSigned = (draft: Draft, now: number, who?: string) => writing(draft.title, now, who, () => publishDraft(writer, draft, now));
  async function signed(draft: Draft, signerFor: SignerFor): Promise<Result<Draft, CatalogProblem>> {
    let all = draft;
    for (const role of Object.keys(draft.roles)) {
      const signer = await signerFor(role);
      if (!signer.ok) return fail({ is: 'key', problem: signer.problem });
      const next = await signDraft(all, role, [signer.value].flat());
      if (!next.ok) return next;
      all = next.value;
    }
    return ok(all);
  }
  async function signedAndPublished(draft: Result<Draft, CatalogProblem>, signer: SignerFor, now: number, who: string | undefined) {
    if (!draft.ok) return draft;
    const ready = await signed(draft.value, signer);
    return ready.ok ? publishSigned(ready.value, now, who) : ready;
  }
  const publishPlan = ({ plan: planned, signer, now, who, ...what }: Publication & By & { readonly plan: Plan }) => signedAndPublished(draftOf(publicDir, readPublished(publicDir), planned, what, now), signer, now, who);
  const keyChange = (what: Parameters<typeof draftKeyChange>[2]) => draftKeyChange(publicDir, readPublished(publicDir), what);

  return {
    dir, publicDir, ring,
    published: () => readPublished(publicDir),
    rollout: () => readRollout(publicDir, readPublished(publicDir)),
    history: () => historyOf(dir),
    status: (now: number) => { const published = readPublished(publicDir); return statusOf(published, readRollout(publicDir, published), ring, now); },
    listed(): ListedPack[] {
      const packs = new Map<string, ListedPack>();
      for (const { manifest: { pack, kind, title, version, made, changes, validFrom, validUntil, files } } of allManifests(publicDir, readPublished(publicDir))) {
        packs.set(pack, { pack, kind, title, department: pack.slice(0, pack.indexOf('/')), versions: [...packs.get(pack)?.versions ?? [], { version, made, changes, validFrom, validUntil, files }] });
      }
      return [...packs.values()];
    },
    /** The JSON of a file by its hash; undefined when it is not there. */
    file: (sha256: string): unknown => { const bytes = readBlob(publicDir, sha256); return bytes && JSON.parse(bytes.toString('utf8')) as unknown; },
    /** What publishing this content would change. `more`: media and models, or a part of the content. */
    plan: (pack: Pack, now: number, more: readonly Wanted[] = []): Plan => plan([...splitPack(pack), ...more], now),
    /** What publishing these packs would change, and nothing else of what is listed. */
    planOnly: (wanted: readonly Wanted[], now: number): Plan => plan(wanted, now, 'only'),
    /** What is to be signed, for departments that sign elsewhere or later. */
    draft: (planned: Plan, what: Publication, now: number) => draftOf(publicDir, readPublished(publicDir), planned, what, now),
    /** Has every role of a draft signed. */
    signDraft: signed,
    publishDraft: publishSigned,
    publish: publishPlan,
    /** The old files under a new number: numbers never go down. */
    async rollBack({ packs, signer, now, title, rollout, who }: By & { readonly packs: Readonly<Record<string, number>>; readonly title?: string; readonly rollout?: Publication['rollout'] }) {
      const back = planBack(dir, publicDir, packs, now);
      return back.ok ? publishPlan({ plan: back.value, signer, now, who, rollout, title: title ?? `退回：${Object.entries(packs).map(([pack, version]) => `${pack} 第 ${version} 版`).join('、')}` }) : back;
    },
    planBack: (packs: Readonly<Record<string, number>>, now: number) => planBack(dir, publicDir, packs, now),
    /** Who gets what when, signed with the catalog's own key: effective within one poll. */
    editRollout: ({ change, now, who }: { readonly change: RolloutChange | readonly RolloutChange[]; readonly now: number; readonly who?: string }) => writing(sayChange([change].flat()), now, who, async (published) => {
      const stranger = [change].flat().find((one) => one.do === 'withdraw' && !isListed(publicDir, published, one.item));
      if (stranger?.do === 'withdraw') return fail({ is: 'unknown', what: '事项', name: stranger.item });
      const rollout = applied(readRollout(publicDir, published), [change].flat(), now);
      return rollout.ok ? publishNext(writer, published, published, rollout.value, now) : rollout;
    }),
    /** Signs the timestamp anew, and snapshot and rollout when half their life is over. Once a day. */
    renew: (now: number) => writing('续签', now, undefined, async (published) => {
      const half = (role: string, expires: string) => Date.parse(expires) - now < lifetimeOf(role) / 2;
      if (half('rollout', published.roles['rollout']!.signed.expires)) return publishNext(writer, published, published, readRollout(publicDir, published), now);
      if (half('snapshot', published.snapshot.signed.expires)) return publishNext(writer, published, published, undefined, now);
      const top = await signTop(writer, published, published, now, false);
      if (!top.ok) return top;
      await writeTimestamp(writer, metadataBytes(top.value.timestamp));
      return ok({ ...published, timestamp: top.value.timestamp });
    }),
    /** Another key in the place of one, in every role it signs for. Root and targets need the signatures of enough old and enough new holders. */
    rotate: ({ out, in: fresh, title, signer, now, who }: By & { readonly out: string; readonly in: Key; readonly title: string }) => signedAndPublished(keyChange({ out, in: fresh, title, now }), signer, now, who),
    /** A key that signs no more, where enough others remain. */
    revoke: ({ out, title, signer, now, who }: By & { readonly out: string; readonly title: string }) => signedAndPublished(keyChange({ out, title, now }), signer, now, who),
    /** The same for people who sign elsewhere: made here, carried to them, published when enough have signed. */
    drafts: {
      keyChange,
      renewal: (roles: readonly string[], now: number) => draftRenewal(publicDir, readPublished(publicDir), roles, now),
      department: (what: Parameters<typeof draftDepartment>[2]) => draftDepartment(publicDir, readPublished(publicDir), what),
    },
    /** What a kiosk would say of it: the client it runs, over these files. */
    verify: (now: number) => verifyCatalog(publicDir, now, options.sm2 ? sm2Schemes() : {}),
  };
}
const isListed = (publicDir: string, published: Published, matter: string): boolean =>
  allManifests(publicDir, published).some(({ manifest }) => Object.hasOwn(manifest.files, `items/${matter}.json`) || Object.hasOwn(manifest.files, `chains/${matter}.json`));

export type Catalog = ReturnType<typeof openCatalog>;

function sayChange(changes: readonly RolloutChange[]): string {
  return changes.map((change) => {
    switch (change.do) {
      case 'open': return `开始推送：${change.rollout.title}`;
      case 'take-over': return '向全部终端发布';
      case 'advance': return `扩大推送 ${change.id}`;
      case 'halt': return `停止推送 ${change.id}：${change.why}`;
      case 'resume': return `恢复推送 ${change.id}`;
      case 'complete': return `完成推送 ${change.id}`;
      case 'withdraw': return `暂停办理 ${change.item}：${change.why}`;
      case 'restore': return `恢复办理 ${change.item}`;
      case 'quiet': return '改静默时段';
      case 'poll': return '改查询间隔';
    }
  }).join('；');
}
