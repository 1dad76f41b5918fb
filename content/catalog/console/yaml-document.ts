import YAML from 'yaml';

/** A place in a content file: map keys, and `#id` for the member of a list that has this id. */
export type KeyPath = readonly string[];
/** What YAML in the failsafe schema can say: every value is text. */
export type Value = string | readonly Value[] | { readonly [key: string]: Value };

/** One content file as a document whose comments, order and styles survive. Throws when it is not YAML: only checked files get here. */
export function parseSheet(source: string): YAML.Document {
  const doc = YAML.parseDocument(source, { schema: 'failsafe', uniqueKeys: true });
  if (doc.errors.length > 0) throw new Error(`not YAML: ${doc.errors[0]!.message}`);
  return doc;
}

export const valueOf = (doc: YAML.Document): Value => doc.toJS() as Value;

/** The text again: what nobody touched comes out as it went in, byte for byte (`{ a: b }` with blanks inside, `[a, b]` without). */
export function sheetText(doc: YAML.Document): string {
  YAML.visit(doc, {
    Collection(_, node) {
      if (!node.flow) return;
      const padding = YAML.isSeq(node) ? '' : ' ';
      const prototype = Object.getPrototypeOf(node) as { toString: (...args: unknown[]) => string };
      node.toString = (context: unknown, ...rest: unknown[]) => prototype.toString.call(node, { ...(context as object), flowCollectionPadding: padding }, ...rest);
    },
  });
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true });
}

const memberAt = (list: YAML.YAMLSeq, key: string): number => list.items.findIndex((item) => YAML.isMap(item) && item.get('id') === key.slice(1));

function childOf(node: unknown, key: string): unknown {
  if (YAML.isSeq(node)) return key.startsWith('#') ? node.items[memberAt(node, key)] : undefined;
  return YAML.isMap(node) ? node.get(key, true) : undefined;
}

/** Sets, or with `undefined` takes away, what stands at a place. `orderAt` tells the usual order of the keys of the map at a place. */
export function setAt(doc: YAML.Document, at: KeyPath, value: Value | undefined, orderAt: (at: KeyPath) => readonly string[] = () => []): void {
  if (at.length === 0) {
    doc.contents = value === undefined ? null : makeNode(doc, value) as typeof doc.contents;
    return;
  }
  if (doc.contents === null) doc.contents = new YAML.YAMLMap(doc.schema) as unknown as typeof doc.contents;
  let parent: unknown = doc.contents;
  for (const [i, key] of at.slice(0, -1).entries()) {
    let next = childOf(parent, key);
    if (next === undefined || YAML.isScalar(next)) {
      if (value === undefined) return;
      if (key.startsWith('#') || YAML.isSeq(parent)) throw new Error(`no member ${key} at ${at.slice(0, i).join('.')}`);
      next = at[i + 1]!.startsWith('#') ? new YAML.YAMLSeq(doc.schema) : new YAML.YAMLMap(doc.schema);
      insert(doc, parent as YAML.YAMLMap, key, next as YAML.Node, orderAt(at.slice(0, i)));
    }
    parent = next;
  }
  const key = at.at(-1)!;
  if (YAML.isSeq(parent)) setMember(doc, parent, key, value);
  else if (YAML.isMap(parent)) setPair(doc, parent, key, value, orderAt(at.slice(0, -1)));
  if (value === undefined && at.length > 1 && YAML.isCollection(parent) && parent.items.length === 0) setAt(doc, at.slice(0, -1), undefined, orderAt);
}

function setMember(doc: YAML.Document, list: YAML.YAMLSeq, key: string, value: Value | undefined) {
  const i = memberAt(list, key);
  if (value === undefined) { if (i >= 0) list.items.splice(i, 1); } else if (i >= 0) list.items[i] = makeNode(doc, value);
  else list.items.push(makeNode(doc, value));
}

function setPair(doc: YAML.Document, map: YAML.YAMLMap, key: string, value: Value | undefined, order: readonly string[]) {
  const pair = map.items.find((one) => String(one.key) === key);
  if (value === undefined) { map.delete(key); return; }
  if (!pair) return insert(doc, map, key, makeNode(doc, value), order);
  const old = pair.value;
  if (typeof value === 'string' && YAML.isScalar(old)) {
    const wasBlock = old.type === 'BLOCK_LITERAL' || old.type === 'BLOCK_FOLDED';
    old.value = value;
    if (value.includes('\n')) old.type = 'BLOCK_LITERAL';
    else if (wasBlock) old.type = 'PLAIN';
    return;
  }
  const made = makeNode(doc, value);
  if (YAML.isNode(old)) { made.commentBefore = old.commentBefore ?? null; made.spaceBefore = old.spaceBefore ?? false; }
  if (YAML.isCollection(old) && YAML.isCollection(made) && old.flow === false) made.flow = false;
  pair.value = made;
}

function insert(doc: YAML.Document, map: YAML.YAMLMap, key: string, node: YAML.Node, order: readonly string[]) {
  const rank = order.indexOf(key);
  const before = rank < 0 ? [] : order.slice(0, rank);
  const after = map.items.findLastIndex((one) => before.includes(String(one.key)));
  const pair = new YAML.Pair(new YAML.Scalar(key), node) as YAML.Pair<unknown, unknown>;
  // Groups of an item stand apart by an empty line.
  if (map === doc.contents && YAML.isMap(node) && !node.flow) (pair.key as YAML.Scalar).spaceBefore = true;
  map.items.splice(after < 0 && rank < 0 ? map.items.length : after + 1, 0, pair);
}

const looksLikeAnother = /^(?:[\d.+-]+|true|false|yes|no|on|off|null|~)$/i;
const date = /^\d{4}-\d{2}-\d{2}$/;

/** A node in the hand of this content: short maps and lists on one line, numbers in quotes so that they are seen to be text. */
function makeNode(doc: YAML.Document, value: Value): YAML.Node {
  const node = doc.createNode(value) as YAML.Node;
  YAML.visit(node, {
    Scalar(key, scalar) {
      if (key !== 'key' && typeof scalar.value === 'string' && looksLikeAnother.test(scalar.value) && !date.test(scalar.value)) scalar.type = 'QUOTE_SINGLE';
    },
    Collection(_, collection) {
      const plain = JSON.stringify(collection.toJSON());
      const flat = collection.items.every((one) => YAML.isScalar(YAML.isPair(one) ? one.value : one));
      if (flat && plain.length <= 160 && !plain.includes('\\n')) collection.flow = true;
    },
  });
  return node;
}
