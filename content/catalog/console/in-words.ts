import { diffChars, diffWordsWithSpace } from 'diff';
import { type Change, lookAt } from './changes.ts';
import type { ContentKind } from './kinds.ts';
import { depthNames, groupNames, meansNames, placeInWords } from './labels.ts';
import type { KeyPath, Value } from './yaml-document.ts';

export interface Part { readonly text: string; readonly is: 'same' | 'added' | 'removed' }
/** One change as people read it: a sentence, and the two values with what differs between them. */
export interface Said {
  readonly at: KeyPath; readonly place: string; readonly says: string;
  readonly before: string | null; readonly after: string | null; readonly parts: readonly Part[];
}
type Map_ = { readonly [key: string]: Value };
const isMap = (value: Value | undefined): value is Map_ => typeof value === 'object' && !Array.isArray(value);

/** All changes of one file in words; `after` is the file's new content, or the old one of a file that is gone. */
export function changesInWords(kind: ContentKind, changes: readonly Change[], after: Value | undefined): Said[] {
  const nameOf = (at: KeyPath) => {
    const member = lookAt(after, at);
    return isMap(member) ? String(member['name'] ?? member['label'] ?? member['id'] ?? '') || undefined : undefined;
  };
  return changes.flatMap((change) => ofGroup(change)).map((change) => inWords(kind, change, nameOf));
}

/** A whole group that is new or gone is told of key by key. */
function ofGroup(change: Change): Change[] {
  const whole = change.before === undefined ? change.after : change.after === undefined ? change.before : undefined;
  if (!isMap(whole) || !(change.at.at(-1) as string in groupNames)) return [change];
  return Object.entries(whole).map(([key, value]) => ({ at: [...change.at, key], before: change.before === undefined ? undefined : value, after: change.after === undefined ? undefined : value }));
}

function inWords(kind: ContentKind, { at, before, after }: Change, nameOf: (at: KeyPath) => string | undefined): Said {
  const whole = after ?? before;
  const named = isMap(whole) && 'name' in whole ? whole : undefined;
  const place = placeInWords(kind, at, (where) => nameOf(where) ?? (where.length === at.length && named ? String(named['name']) : undefined));
  const [was, is] = [before === undefined ? null : shown(before), after === undefined ? null : shown(after)];
  const [wasValue, isValue] = [before === undefined ? null : bareShown(before), after === undefined ? null : bareShown(after)];
  const origin = after === undefined ? '' : originOf(after);
  return { at, place, says: sentence(place, wasValue, isValue, origin), before: was, after: is, parts: difference(was ?? '', is ?? '') };
}

function sentence(place: string, was: string | null, is: string | null, origin: string): string {
  if (was === null) return `${place}：新写上${quoted(is!)}${origin}`;
  if (is === null) return `${place}：去掉了${quoted(was)}，机器上显示“以窗口核定为准”`;
  if (was === is) return `${place}：内容没有变，${origin === '' ? '不再单独写出处' : origin.replace(/^，/, '')}`;
  return `${place}：由${quoted(was)}改为${quoted(is)}${origin}`;
}

const quoted = (text: string) => (text.length > 60 ? `“${text.slice(0, 58)}……”` : `“${text}”`);
const gradeNames: Readonly<Record<string, string>> = { A: '官方原文', B: '报纸或转载', C: '第三方', G: '公开的程序代码', K: '常识，未核定' };

function originOf(value: Value): string {
  if (!isMap(value)) return '';
  const at = (key: string) => (typeof value[key] === 'string' ? value[key] : undefined);
  const said = [at('source') && `出处：${at('source')}`, at('grade') && `${at('grade')} 级（${gradeNames[at('grade')!] ?? ''}）`, at('checked') && `核对于 ${at('checked')}`, at('area') && `适用地区 ${at('area')}`].filter(Boolean);
  return said.length > 0 ? `，${said.join('，')}` : '';
}

/** The value itself, without where it comes from. */
function bareShown(value: Value): string {
  if (isMap(value) && value['value'] === 'null') return `不适用（${String(value['reason'] ?? '')}）`;
  if (isMap(value) && 'value' in value) return shown(value['value']!);
  return shown(value);
}

/** A value as one piece of text: lists line by line, maps as `名称：…`. */
export function shown(value: Value): string {
  if (typeof value === 'string') return depthNames[value] ?? meansNames[value] ?? value;
  if (Array.isArray(value)) return (value as readonly Value[]).map((one) => shown(one)).join(typeof value[0] === 'string' ? '、' : '\n');
  const map = value as Map_;
  if (map['value'] === 'null') return `不适用（${String(map['reason'] ?? '')}）${originOf(map)}`;
  if ('value' in map) return `${shown(map['value']!)}${originOf(map)}`;
  if ('source' in map && 'grade' in map) return originOf(map).replace(/^，出处：/, '');
  return Object.entries(map).filter(([key]) => key !== 'id').map(([, one]) => shown(one)).join('，');
}

/** What differs, by character in Chinese and by word in English. */
export function difference(before: string, after: string): Part[] {
  const compare = /\p{Script=Han}/u.test(before + after) ? diffChars : diffWordsWithSpace;
  return compare(before, after).map(({ value, added, removed }) => ({ text: value, is: added ? 'added' : removed ? 'removed' : 'same' }));
}
