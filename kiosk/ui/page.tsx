import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';
import { turn, usePages } from './paging.ts';
import './page.css';

export interface PageProps {
  readonly title: string;
  /** One sentence: why this is asked, or what happens next. */
  readonly why?: string | undefined;
  /** In words, such as "step 2 of 5". */
  readonly step?: string | undefined;
  readonly icon?: IconName | undefined;
  /** What is good to know beside the decision: last in a tall panel, under the title in a wide one. */
  readonly beside?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** One decision: what is asked and why, then the choices. Beside each other on a wide panel. A new title starts at the top. */
export function Page({ title, why, step, icon, beside, children }: PageProps) {
  const page = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    page.current?.closest('main')?.scrollTo(0, 0);
    page.current?.querySelectorAll('.scroller-box').forEach((box) => { box.scrollTop = 0; });
  }, [title]);
  return (
    <div class="page" ref={page}>
      <div class="page-head">
        <div class="page-words">
          {step !== undefined && <p class="page-step">{step}</p>}
          <h1 id="title" tabIndex={-1}>{title}</h1>
          {why !== undefined && <p class="page-why">{why}</p>}
        </div>
        {icon !== undefined && <span class="page-icon"><Icon name={icon} size="xl" /></span>}
      </div>
      <div class="page-body">{children}</div>
      {beside !== undefined && <div class="page-beside">{beside}</div>}
    </div>
  );
}

export interface ScrollerProps {
  readonly labels: { readonly up: string; readonly down: string; readonly page: (n: number, of: number) => string };
  readonly children?: ComponentChildren;
}

/** Long content: turned by two large arrows with a page count, or by touch; the arrows appear only when something is hidden. */
export function Scroller({ labels, children }: ScrollerProps) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const pages = usePages(box, content);
  const long = pages.of > 1;
  return (
    <div class="scroller" data-long={long || undefined}>
      <div class="scroller-box" ref={box} role="group" aria-labelledby="title" tabIndex={long ? 0 : undefined}>
        <div class="scroller-content" ref={content}>{children}</div>
      </div>
      {long && (
        <div class="scroller-turn">
          <Turn up label={labels.up} end={pages.at === 1} do={() => { if (box.current) turn(box.current, -1); }} />
          <p class="scroller-count" aria-live="polite">{labels.page(pages.at, pages.of)}</p>
          <Turn label={labels.down} end={pages.at === pages.of} do={() => { if (box.current) turn(box.current, 1); }} />
        </div>
      )}
    </div>
  );
}

function Turn({ up = false, label, end, do: act }: { readonly up?: boolean; readonly label: string; readonly end: boolean; readonly do: () => void }) {
  return (
    <button type="button" class="turn" aria-disabled={end || undefined} onClick={() => { if (!end) act(); }}>
      <Icon name={up ? 'arrow-up' : 'arrow-down'} />
      <span>{label}</span>
    </button>
  );
}
