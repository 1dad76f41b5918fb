import { readdirSync } from 'node:fs';
import { facePack, openFacePage } from './test/face/face-chromium.ts';
import { poseOf } from './kiosk/face/pose.ts';
const p = await openFacePage('models-page.ts');
await p.page.evaluate(async (pack) => { await (globalThis as any).modelsPage.open(pack, 2); }, facePack());
const by = new Map<string, any[]>();
const names = readdirSync('/work/shared/face/lfw-dev');
const person = (n: string) => n.replace(/_\d+\.jpg$/, '');
const counts = new Map<string, number>(); for (const n of names) counts.set(person(n), (counts.get(person(n)) ?? 0) + 1);
for (const name of names.filter((n) => counts.get(person(n))! >= 2)) {
  const r: any = await p.page.evaluate(async (f) => { const m = (globalThis as any).modelsPage; return m.look(f); }, `lfw-dev/${name}`);
  if (r.faces.length !== 1) continue;
  const f = r.faces[0]; const pose = poseOf(f);
  by.set(person(name), [...by.get(person(name)) ?? [], { name, turn: pose.turn, nod: pose.nod, live: r.live, score: f.score, nose: f.points[2].map(Math.round).join('/'), eyes: Math.round(Math.hypot(f.points[1][0] - f.points[0][0], f.points[1][1] - f.points[0][1])), w: Math.round(f.widthPx) }]);
}
for (const [who, list] of by) {
  const front = list.filter((x) => Math.abs(x.turn) < 0.1 && x.live > 0.8); const side = list.filter((x) => Math.abs(x.turn) > 0.33); const nod = list.filter((x) => front.some((f) => Math.abs(f.nod - x.nod) > 0.15 && Math.abs(x.turn) < 0.2));
  if (front.length >= 2 && (side.length > 0 || nod.length > 0) || (front.length >= 1 && side.length > 0)) console.log(who, 'FRONT', front.map((x) => `${x.name} ${x.turn.toFixed(2)} ${x.nod.toFixed(2)} ${x.live.toFixed(2)} ${x.nose} e${x.eyes} w${x.w}`).join(' ; '), 'SIDE', [...side].map((x) => `${x.name} ${x.turn.toFixed(2)} ${x.nose} e${x.eyes} w${x.w}`).join(' ; '), 'NOD', nod.map((x) => `${x.name} ${x.nod.toFixed(2)}`).join(' ; '));
}
await p.close();
