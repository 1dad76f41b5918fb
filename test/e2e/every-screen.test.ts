// Every screen, in the sizes people need: no axe violation, no text below 24 px, no target below 72 px, nothing wider than
// the panel, in normal and large text, portrait and landscape, Chinese and English, by day and by night.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, expect, test } from 'vitest';
import { citizen, type Citizen } from './citizen.ts';
import { openStage, type Stage } from './stage.ts';
import { handInAndLeave, leave, walkCare, walkCompany, walkElsewhere, walkRecords } from './walks.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
interface Violation { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[] }

let stage: Stage;
afterEach(() => stage?.close());

/** What is wrong with the present screen, in words. */
async function faults(name: string): Promise<string[]> {
  // A content security policy without eval or inline script lets nothing in but the debugger's own world.
  await stage.page.waitForTimeout(300);
  const session = await stage.context.newCDPSession(stage.page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await session.send('Runtime.evaluate', { expression: axe });
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'axe.run(document, { rules: { "color-contrast-enhanced": { enabled: true }, "target-size": { enabled: true } } }).then((r) => JSON.stringify({ violations: r.violations, passes: r.passes.length }))', awaitPromise: true, returnByValue: true,
  });
  await session.detach();
  const { violations, passes } = JSON.parse(String(result.value)) as { violations: Violation[]; passes: number };
  // A check that looked at nothing proves nothing.
  if (passes < 10) return [`${name}: axe looked at nothing`];
  const sizes = await stage.page.evaluate(() => {
    const found: string[] = [];
    const shown = (e: Element) => { const b = e.getBoundingClientRect(); return b.width > 2 && b.height > 2 && getComputedStyle(e).visibility !== 'hidden'; };
    for (const e of document.querySelectorAll('body *')) {
      const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent?.trim());
      if (own && shown(e) && parseFloat(getComputedStyle(e).fontSize) < 23.9) found.push(`text of ${getComputedStyle(e).fontSize}: ${e.textContent?.slice(0, 20)}`);
    }
    for (const e of document.querySelectorAll('button, [role=radio], [role=checkbox]')) {
      const b = e.getBoundingClientRect();
      if (shown(e) && (b.height < 71.5 || b.width < 71.5)) found.push(`target of ${Math.round(b.width)}×${Math.round(b.height)}: ${e.textContent?.slice(0, 20) || e.getAttribute('aria-label')}`);
    }
    if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`wider than the panel by ${document.documentElement.scrollWidth - innerWidth}`);
    if (document.querySelectorAll('h1').length !== 1) found.push(`${document.querySelectorAll('h1').length} titles`);
    // Sources name websites; anything else of the form word.word is a text key nobody wrote.
    const words = document.body.innerText.replace(/[a-z0-9.-]+\.(cn|com|html|org|net|gov)\S*/g, '');
    const key = /\b[a-z]+\.[a-z][a-z-]{2,}\b/.exec(words);
    if (key) found.push(`raw key: ${key[0]}`);
    return found;
  });
  return [...violations.map((v) => `${name}: ${v.id}: ${v.nodes[0]?.html.slice(0, 160)} ${v.nodes[0]?.failureSummary?.slice(0, 200) ?? ''}`), ...sizes.map((s) => `${name}: ${s}`)];
}

const modes = [
  { mode: 'portrait', width: 1080, height: 1920, large: false, english: false },
  { mode: 'portrait, large text', width: 1080, height: 1920, large: true, english: false },
  { mode: 'landscape, English', width: 1920, height: 1080, large: false, english: true },
  { mode: 'landscape, large text', width: 1920, height: 1080, large: true, english: false },
] as const;

test.each(modes)('every screen is readable and reachable: $mode', async ({ width, height, large, english }) => {
  stage = await openStage({ width, height });
  const found: string[] = [];
  const screens = new Set<string>();
  const look = async (name: string) => {
    screens.add(name);
    // The walks speak Chinese; in English each screen is looked at in English and then turned back.
    const turn = english && await stage.page.getByRole('dialog').count() === 0;
    if (turn) await stage.page.getByRole('button', { name: 'English', exact: true }).first().tap();
    found.push(...await faults(name));
    if (turn) await stage.page.getByRole('button', { name: '中文', exact: true }).first().tap();
  };
  const c: Citizen = citizen(stage, look);
  const begin = async () => { await stage.ready('idle'); if (large) await c.touch('大字'); };
  // A walk that breaks off still tells what it saw.
  try { await all(c, begin); } finally { expect.soft([...new Set(found)]).toEqual([]); }
  expect(screens.size).toBeGreaterThan(45);
}, 400_000);

async function all(c: Citizen, begin: () => Promise<void>) {
  await begin();
  await walkElsewhere(c);
  await begin();
  await walkRecords(c);
  await leave(c);
  await begin();
  await walkCare(c);
  await handInAndLeave(c);
  await begin();
  await walkCompany(c);
  await handInAndLeave(c);
}
