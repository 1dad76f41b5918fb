import YAML from 'yaml';
import type { KeyPath } from './yaml-document.ts';

/** The way back from a line of a file to the key that stands there: the deepest one that begins on or before it. */
export function placesOf(source: string): (line: number) => KeyPath | null {
  const lines = new YAML.LineCounter();
  const doc = YAML.parseDocument(source, { schema: 'failsafe', lineCounter: lines });
  const found: { readonly line: number; readonly at: KeyPath }[] = [];
  const visit = (node: unknown, at: KeyPath) => {
    if (YAML.isMap(node)) {
      for (const { key, value } of node.items) {
        const here = [...at, String(key)];
        if (YAML.isNode(key) && key.range) found.push({ line: lines.linePos(key.range[0]).line, at: here });
        visit(value, here);
      }
    } else if (YAML.isSeq(node)) {
      for (const member of node.items) {
        const id = YAML.isMap(member) ? member.get('id') : undefined;
        // Members without an id are told of at their list.
        if (id !== undefined) visit(member, [...at, `#${String(id)}`]);
        else if (YAML.isNode(member) && member.range) found.push({ line: lines.linePos(member.range[0]).line, at });
      }
    }
  };
  visit(doc.contents, []);
  return (line) => found.filter((one) => one.line === line).at(-1)?.at ?? found.findLast((one) => one.line < line)?.at ?? null;
}
