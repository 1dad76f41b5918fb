import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Which page of how many a box shows; `of` is 1 when everything fits. */
export interface Pages { readonly at: number; readonly of: number }

/** The part of a page that is shown again on the next one, so that no line is lost between two pages. */
const OVERLAP = 0.12;
const TURN_MS = 240;

/** Follows the box's scrolling and its content's size. */
export function usePages(box: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): Pages {
  const [pages, setPages] = useState<Pages>({ at: 1, of: 1 });
  useLayoutEffect(() => {
    const el = box.current;
    const inner = content.current;
    if (!el || !inner) return;
    const look = () => {
      const now = pagesOf(el.scrollTop, el.clientHeight, el.scrollHeight);
      setPages((was) => (was.at === now.at && was.of === now.of ? was : now));
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(el);
    watch.observe(inner);
    el.addEventListener('scroll', look, { passive: true });
    return () => { watch.disconnect(); el.removeEventListener('scroll', look); };
  }, []);
  return pages;
}

/** Lengths in px. The end of the content is always the last page, however short that page is. */
export function pagesOf(scrolled: number, shown: number, whole: number): Pages {
  const hidden = whole - shown;
  if (hidden <= 2 || shown <= 0) return { at: 1, of: 1 };
  const step = shown * (1 - OVERLAP);
  const of = 1 + Math.ceil(hidden / step - 0.02);
  return { at: scrolled >= hidden - 2 ? of : Math.min(of - 1, 1 + Math.round(scrolled / step)), of };
}

/** Turns the box one page down (1) or up (-1): a short glide, so that the eye can follow; at once under reduced motion. */
export function turn(el: HTMLElement, pages: 1 | -1): void {
  const from = el.scrollTop;
  const to = Math.max(0, Math.min(el.scrollHeight - el.clientHeight, from + pages * el.clientHeight * (1 - OVERLAP)));
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) { el.scrollTop = to; return; }
  const begun = performance.now();
  const glide = (now: number) => {
    const t = Math.min(1, Math.max(0, (now - begun) / TURN_MS));
    el.scrollTop = from + (to - from) * (1 - (1 - t) ** 3);
    if (t < 1) requestAnimationFrame(glide);
  };
  requestAnimationFrame(glide);
}
