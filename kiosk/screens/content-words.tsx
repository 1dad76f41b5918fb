import { ageInDays, chinaTime, oldForStaffDays } from '../core/content-age.ts';
import type { ContentTrouble } from '../models/content-news.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Say } from '../models/words.ts';
import type { FactRow } from '../ui/facts-list.tsx';
import { Message } from '../ui/message.tsx';

/** Which content is shown, when the catalog last vouched for it, and what comes next; nothing where no catalog is set up. */
export function contentRows(kiosk: Kiosk): readonly FactRow[] {
  const say = kiosk.say.value;
  const news = kiosk.content.value;
  if (!news) return [];
  const days = news.newest === null ? 0 : ageInDays(news.newest, kiosk.clock.now());
  const at = news.newest === null ? '' : chinaTime(news.newest);
  return [
    { label: say('status.generation'), value: news.generation === 0 ? say('status.generation-built-in') : say('status.generation-of', { n: news.generation }) },
    { label: say('status.newest'), value: news.newest === null ? say('status.newest-none') : days > 0 ? say('status.newest-old', { at, n: days }) : at },
    ...(news.receiving ? [{ label: say('status.receiving'), value: say('status.receiving-of', { files: news.receiving.files, of: news.receiving.of }) }] : []),
    ...(news.waiting ? [{ label: say('status.next'), value: say('status.next-of', { n: news.waiting.generation }) }] : []),
  ];
}

/** What keeps the content from being renewed, and what staff can do about it. */
export function ContentTroubles({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = kiosk.say.value;
  const news = kiosk.content.value;
  const days = news?.newest ? ageInDays(news.newest, kiosk.clock.now()) : 0;
  const trouble = news?.trouble && troubleWords(say, news.trouble);
  return (
    <>
      {trouble && <Message tone="attention" title={trouble.title}><p>{trouble.todo}</p></Message>}
      {days >= oldForStaffDays && <Message tone="attention" title={say('content-trouble.old', { n: days })}><p>{say('content-trouble.old-todo')}</p></Message>}
    </>
  );
}

function troubleWords(say: Say, trouble: ContentTrouble): { readonly title: string; readonly todo: string } {
  switch (trouble.is) {
    case 'refused': return { title: say('content-trouble.refused'), todo: say('content-trouble.refused-todo', { what: say(`refusal.${trouble.detail.is}`), name: trouble.detail.name }) };
    case 'content': return { title: say('content-trouble.content'), todo: say('content-trouble.content-todo', { pack: trouble.pack, file: trouble.file }) };
    case 'kiosk-too-old': return { title: say('content-trouble.kiosk-too-old'), todo: say('content-trouble.kiosk-too-old-todo', { pack: trouble.pack, needs: trouble.needs }) };
    case 'fell-back': return { title: say('content-trouble.fell-back', { n: trouble.generation }), todo: say('content-trouble.fell-back-todo', { n: trouble.generation }) };
    default: return { title: say(`content-trouble.${trouble.is}`), todo: say(`content-trouble.${trouble.is}-todo`) };
  }
}
