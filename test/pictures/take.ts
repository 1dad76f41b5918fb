// npm run pictures [-- --only idle,status]: walks the visits and the screens beside them in a real Chromium and takes a picture
// of each: portrait, landscape, large text, at night, in English, and the dock. PNGs in pictures/, for eyes to look at.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { walkElsewhere, walkRecordsTroubles } from '../e2e/asides.ts';
import { citizen, type Citizen } from '../e2e/citizen.ts';
import { walkMaintenance } from '../e2e/maintainer.ts';
import { openStage, type StageOptions } from '../e2e/stage.ts';
import { handInAndLeave, leave, walkCare, walkCompany, walkRecords } from '../e2e/walks.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, mode: { type: 'string', default: '' } } });
const only = values.only.split(',').filter((name) => name !== '');
const out = path.resolve(import.meta.dirname, '../../pictures');

interface Mode extends StageOptions { readonly name: string; readonly large?: boolean; readonly english?: boolean }
const modes: readonly Mode[] = [
  { name: 'portrait', width: 1080, height: 1920, at: '10:00' },
  { name: 'landscape', width: 1920, height: 1080, at: '10:00' },
  { name: 'portrait-large-night', width: 1080, height: 1920, at: '22:00', large: true },
  { name: 'landscape-english', width: 1920, height: 1080, at: '10:00', english: true },
];
const walks: readonly ((c: Citizen) => Promise<void>)[] = [
  walkElsewhere,
  async (c) => { await walkRecords(c); await leave(c); },
  async (c) => { await walkCare(c); await handInAndLeave(c); },
  async (c) => { await walkCompany(c); await handInAndLeave(c, /办件回执/, 'receipt-company'); },
  walkRecordsTroubles,
  walkMaintenance,
];

for (const mode of modes.filter(({ name }) => values.mode === '' || name === values.mode)) {
  const dir = path.join(out, mode.name);
  if (only.length === 0) rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const stage = await openStage(mode);
  const taken = new Set<string>();
  const c = citizen(stage, async (name) => {
    if (taken.has(name) || (only.length > 0 && !only.includes(name))) return;
    taken.add(name);
    const other = stage.page.getByRole('button', { name: 'English', exact: true });
    const turn = mode.english === true && await stage.page.getByRole('dialog').count() === 0 && await other.count() > 0;
    if (turn) await other.first().tap();
    await stage.page.waitForTimeout(300);
    await stage.page.screenshot({ path: path.join(dir, `${String(taken.size).padStart(2, '0')}-${name}.png`) });
    if (turn) await stage.page.getByRole('button', { name: '中文', exact: true }).first().tap();
  });
  try {
    for (const walk of walks) {
      await stage.ready('idle');
      if (mode.large) await c.touch('大字');
      await walk(c);
    }
    const papers = await stage.dock.papers();
    for (const { n, png } of papers.receipts) writeFileSync(path.join(dir, `receipt-${n}.png`), png);
    const dock = await stage.context.newPage();
    await dock.setViewportSize({ width: 1600, height: 1200 });
    await dock.goto(stage.dock.url);
    await dock.waitForTimeout(1500);
    await dock.screenshot({ path: path.join(dir, 'dock.png'), fullPage: true });
  } finally {
    await stage.close();
  }
  console.log(`${mode.name}：${taken.size} 张  ${path.relative(process.cwd(), dir)}`);
}
