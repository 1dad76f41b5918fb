import { expect, test } from 'vitest';
import type { SlipMedia } from '../../kiosk/models/paper-job.ts';
import { sayIn } from '../../kiosk/core/say.ts';
import { SlipInSlot } from '../../kiosk/screens/paper-words.tsx';
import { pack } from '../content/pack.ts';

const shown = (media: SlipMedia | undefined, language: 'zh' | 'en' = 'zh') => {
  const { tone, title, children } = SlipInSlot({ media, say: sayIn(pack, language) })!.props as { tone: string; title: string; children?: { props: { children: string } } };
  return [tone, title, children?.props.children];
};

test('a slip that was forgotten is spoken of as what is to be done, one that was taken as done', () => {
  expect(shown(undefined)).toEqual(['done', '小票打好了，请取走', undefined]);
  expect(shown('presented')).toEqual(shown(undefined));
  expect(shown('taken')).toEqual(['done', '小票已取走', undefined]);
  expect(shown('forgotten')).toEqual(['attention', '请取走小票', '小票还在出纸口，上面有您的办件信息，请带走。']);
  expect(shown('forgotten', 'en')).toEqual(['attention', 'Please take your slip', 'It still hangs in the paper slot and bears your details.']);
});
