import { changedOf, chinaTime } from '../core/content-age.ts';
import type { Matter } from '../core/matter.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { FactsList } from '../ui/facts-list.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { noticeBlocks, type NoticeBlock } from './matter-words.ts';

const icons: { readonly [S in NoticeBlock['section']]: IconName } = { conditions: 'user-check', materials: 'folder-check', time: 'clock', fees: 'banknote', process: 'workflow', result: 'file-check', basis: 'scale', help: 'phone' };

/** 一次告知 on one screen: conditions, materials, time, fees, process, result, basis, where to ask; each with its source. */
export function NoticeView({ kiosk, matter }: { readonly kiosk: Kiosk; readonly matter: Matter }) {
  const [id, from] = matter.is === 'chain' ? [matter.chain.id, matter.chain.from] : [matter.item.id, matter.item.origins[0]!];
  return (
    <>
      {noticeBlocks(kiosk, matter).map((block) => (
        <section key={block.section} class="notice-section" aria-labelledby={`notice-${block.section}`}>
          <h2 id={`notice-${block.section}`}><Icon name={icons[block.section]} /> {block.title}</h2>
          <FactsList rows={block.rows.map((r) => ({ label: r.label, value: r.lines.join('\n'), source: r.source, note: r.note }))} />
        </section>
      ))}
      <p class="notice-updated">{kiosk.say.value('notice.updated', { at: chinaTime(changedOf(kiosk.pack, id)).slice(0, 10), source: from.source })}</p>
    </>
  );
}
