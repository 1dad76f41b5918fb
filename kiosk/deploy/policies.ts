// npm run policies -- --config /etc/kiosk/host.json --out /etc/chromium/policies/managed: writes kiosk.json, the managed
// policies of the terminal's Chromium, made from the configuration of its devices. Findings are sentences; then nothing is written.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readHostConfig } from '../host/host-config.ts';
import { chromiumPolicies } from './chromium-policies.ts';

const { values } = parseArgs({ options: { config: { type: 'string', default: '/etc/kiosk/host.json' }, out: { type: 'string' } } });
try {
  if (values.out === undefined) throw new Error('请写明放到哪个目录：npm run policies -- --config host.json --out 目录（Chromium 读 /etc/chromium/policies/managed）。');
  const { policies, findings, remarks } = chromiumPolicies(readHostConfig(values.config));
  if (findings.length > 0) throw new Error(`没有生成浏览器策略：\n${findings.map((finding) => `  ${finding}`).join('\n')}`);
  for (const remark of remarks) console.log(`提醒：${remark}`);
  mkdirSync(values.out, { recursive: true });
  const file = path.join(values.out, 'kiosk.json');
  writeFileSync(file, `${JSON.stringify(policies, null, 2)}\n`);
  console.log(`浏览器策略已写入 ${file}（${Object.keys(policies).length} 项）；重启浏览器后生效。`);
} catch (trouble) {
  console.error(trouble instanceof Error ? trouble.message : trouble);
  process.exitCode = 1;
}
