// npm run content: checks all of content/ and, when it is good, writes the pack the kiosk shows.
// node content/tools/build.ts [--check] [--out <folder>]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { jsonSchemas } from './json-schema.ts';
import { loadPack } from './load.ts';
import { pinyinTable } from './pinyin-table.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, out: { type: 'string', default: 'dist/content' } } });
const root = path.resolve(import.meta.dirname, '..');
const { pack, findings } = loadPack(root, new Date().toISOString());
for (const f of findings) console.error(`content/${f.file}:${f.line}  ${f.says}`);
const { coverage } = pack;
const elements = coverage.known + coverage.none + coverage.unknown;
console.log(`${coverage.items} 个事项，${Object.values(pack.items).reduce((n, i) => n + i.variants.length, 0)} 个子项，${Object.keys(pack.chains).length} 条链；${coverage.authored} 个事项可在本机办理`);
console.log(`实施清单要素 ${elements} 个：已写 ${coverage.known}，不适用 ${coverage.none}，未知 ${coverage.unknown}（显示“以窗口核定为准”）`);
if (findings.length > 0) {
  console.error(`发现 ${findings.length} 处问题，内容包没有生成。`);
  process.exitCode = 1;
} else if (!values.check) {
  mkdirSync(values.out, { recursive: true });
  // Examples are tests, not content: invented people have no business on a kiosk.
  writeFileSync(path.join(values.out, 'pack.json'), JSON.stringify(pack, (key, value: unknown) => (key === 'examples' ? [] : value)));
  writeFileSync(path.join(values.out, 'pinyin.json'), JSON.stringify(pinyinTable()));
  mkdirSync(path.join(values.out, 'json-schema'), { recursive: true });
  for (const [name, schema] of Object.entries(jsonSchemas())) writeFileSync(path.join(values.out, 'json-schema', `${name}.json`), `${JSON.stringify(schema, null, 1)}\n`);
  console.log(`内容包写到 ${values.out}`);
}
