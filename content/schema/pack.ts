import type { ChainPart, WrittenChain } from './chain.ts';
import type { Departments } from './department.ts';
import type { ElementOverrides, Elements } from './elements.ts';
import type { Field } from './field.ts';
import type { Depth, Example, MatterType, Means } from './item.ts';
import type { List } from './list.ts';
import type { MaterialUse } from './material.ts';
import type { Condition } from './condition.ts';
import type { Provenance } from './provenance.ts';
import type { DeviceKind } from './site.ts';
import type { Stages } from './stage.ts';
import type { Step } from './step.ts';
import type { Language } from './text.ts';
import type { Known } from './value.ts';

export interface Variant {
  readonly id: string; readonly name: string; readonly en: string; readonly type: MatterType; readonly plain: string | null;
  readonly when: Condition | null; readonly elements: ElementOverrides; readonly materials: readonly MaterialUse[] | null; readonly steps: readonly Step[] | null;
}
export interface Item {
  readonly id: string; readonly no: string; readonly list: 'person' | 'enterprise';
  readonly name: string; readonly en: string; readonly plain: string | null; readonly words: readonly string[];
  readonly type: MatterType | null; readonly scene: string;
  readonly city: { readonly lead: string; readonly with: readonly string[] };
  readonly district: { readonly lead: string; readonly with: readonly string[] };
  readonly depth: Depth; readonly by: readonly Means[]; readonly doubts: readonly string[];
  /** Where the values come from: every Known value points into this list. The first is the item's own. */
  readonly origins: readonly Provenance[];
  readonly elements: Elements;
  /** `null`: nobody wrote down what it needs. */
  readonly materials: readonly MaterialUse[] | null;
  readonly variants: readonly Variant[]; readonly steps: readonly Step[] | null; readonly examples: readonly Example[];
}
export interface Material {
  readonly id: string; readonly name: string; readonly plain: string | null; readonly en: string;
  readonly ways: readonly ('generated' | 'card' | 'passed-on' | 'shared' | 'photographed' | 'brought')[];
  readonly certificate: string | null; readonly trust: 'A' | 'B' | 'C' | 'D'; readonly origins: readonly Provenance[];
  readonly elements: Readonly<Record<string, Known<string | number | boolean>>>;
}
export type Chain = WrittenChain;
export type { ChainPart };
export interface Site {
  readonly id: string; readonly name: string; readonly en: string; readonly fictional: boolean;
  readonly hours: readonly { readonly days: readonly string[]; readonly open: string; readonly close: string }[];
  readonly address: Known<string>; readonly windowHours: Known<string>; readonly phone: Known<string>; readonly origins: readonly Provenance[];
  readonly devices: readonly DeviceKind[]; readonly rootSizePx: number; readonly night: { readonly from: string; readonly to: string } | null;
  readonly first: readonly string[];
}
/** Pinyin of what can be searched: full syllables and initials, made when the pack is built. */
export interface SearchEntry { readonly id: string; readonly text: string; readonly pinyin: string; readonly initials: string }

/** Everything the kiosk knows about government services, as content/tools builds it. Plain data. */
export interface Pack {
  readonly builtAt: string;
  readonly stages: Stages; readonly departments: Departments;
  readonly items: Readonly<Record<string, Item>>;
  readonly chains: Readonly<Record<string, Chain>>;
  readonly fields: Readonly<Record<string, Field>>;
  readonly materials: Readonly<Record<string, Material>>;
  readonly lists: Readonly<Record<string, List>>;
  readonly sites: Readonly<Record<string, Site>>;
  readonly texts: Readonly<Record<Language, Readonly<Record<string, string>>>>;
  readonly search: readonly SearchEntry[];
  readonly coverage: Coverage;
  /** Item or chain → when what is said of it last changed (ISO); what is not named here is as old as the pack. */
  readonly changedAt: Readonly<Record<string, string>>;
  /** Item → why it is taken back for the time being (暂停办理), since when (ISO). */
  readonly withdrawn: Readonly<Record<string, { readonly since: string; readonly why: string; readonly whyEn: string | null }>>;
}
/** How much is written down: of all elements of all items and variants, how many are known, known not to apply, unknown. */
export interface Coverage { readonly known: number; readonly none: number; readonly unknown: number; readonly authored: number; readonly items: number }
