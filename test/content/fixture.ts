import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadPack } from '../../content/tools/load.ts';

export const itemFile = 'items/person/birth/birth-certificate.yaml';
const from = '{ source: 试验, grade: A, checked: 2026-11-23 }';

/** The smallest content that has nothing to mend: one of everything. */
export const good: Readonly<Record<string, string>> = {
  'stages.yaml': `from: ${from}
person: [{ no: '1', id: birth, name: 出生, en: Birth, scenes: [{ no: '1.1', id: birth, name: 出生, en: Birth }] }]
enterprise: [{ no: '1', id: company, name: 企业, en: Company, scenes: [{ no: '1.1', id: setup, name: 开办, en: Setup }] }]
`,
  'departments.yaml': `from: ${from}
city: [{ name: 市卫生健康委, en: City health }]
district: [{ code: health, name: 区卫生健康局, en: District health }]
`,
  'fields/one.yaml': `fields:
  - id: reason
    name: 原因
    ask: 为什么？
    en: { name: Reason, ask: Why? }
    type: choice
    options: [{ id: work, label: 工作, en: Work }, { id: home, label: 居住, en: Home }]
  - id: nation
    name: 民族
    ask: 您的民族
    en: { name: Nation, ask: Your nation }
    type: choice
    options: nations
`,
  'lists/nations.yaml': `id: nations
name: 民族
from: ${from}
entries: [{ id: '01', label: 汉族 }, { id: '02', label: 蒙古族 }]
`,
  'materials/one.yaml': `materials:
  - { id: id-card, name: 居民身份证, en: Identity card, from: ${from}, ways: [card, brought], trust: A }
`,
  'texts/zh.yaml': `bar: { next: 下一步, left: 还差 {n} 项 }
statement: { promise: 我承诺 }
`.replace('还差 {n} 项', "'还差 {n} 项'"),
  'texts/en.yaml': `bar: { next: Next, left: '{n} to go' }
statement: { promise: I promise }
`,
  'sites/demo.yaml': `id: demo
name: 示范
en: Model
fictional: yes
from: ${from}
hours: [{ days: ['1'], open: '09:00', close: '17:00' }]
devices: [id-reader]
first: [birth-certificate]
`,
  [itemFile]: `id: birth-certificate
no: P1
name: 出生医学证明办理
en: Medical certificate of birth
type: 公共服务
scene: '1.1'
city: { lead: 市卫生健康委 }
district: { lead: 区卫生健康局 }
depth: guide
by: [print]
from: ${from}
`,
  'items/person/birth/vaccination.yaml': `id: vaccination
no: P2
name: 预防接种证办理
en: Vaccination certificate
type: 公共服务
scene: '1.1'
city: { lead: 市卫生健康委 }
district: { lead: 区卫生健康局 }
depth: guide
by: [print]
from: ${from}
`,
  'chains/newborn.yaml': `id: newborn
name: 新生儿
en: Newborn
plain: 生孩子
plainEn: A child
scene: P1.1
appliesTo: 大家
appliesToEn: Everybody
depth: guide
from: ${from}
formsFrom: ${from}
parts:
  - { item: birth-certificate, form: { title: 甲, en: A, fields: [reason] } }
  - { item: vaccination, form: { title: 乙, en: B, fields: [reason, nation] } }
steps:
  - do: notice
`,
};

/** Builds the good content with some files changed, in a folder that is gone afterwards. */
export function build(changed: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(path.join(tmpdir(), 'content-'));
  try {
    for (const [file, source] of Object.entries({ ...good, ...changed })) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), source);
    }
    return loadPack(root, '2026-11-23T00:00:00.000Z');
  } finally {
    rmSync(root, { recursive: true });
  }
}
