import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { turn, usePages } from './paging.ts';
import { Tag } from './tag.tsx';
import './base.css';
import './frame.css';

export interface TopBarProps {
  readonly siteName: string;
  readonly time: string;
  /** Short words such as "demonstration data"; always in sight. */
  readonly demo: string;
  readonly offline?: string | undefined;
  readonly large: boolean;
  readonly sound: boolean;
  readonly labels: { readonly large: string; readonly language: string; readonly sound: string; readonly help: string };
  readonly onLarge: () => void;
  readonly onLanguage: () => void;
  readonly onSound: () => void;
  readonly onHelp: () => void;
}

interface Press { readonly label: string; readonly do: () => void }

export interface BottomBarProps {
  readonly back?: Press | undefined;
  readonly leave?: Press | undefined;
  readonly action?: (Press & { readonly disabled?: boolean | undefined; readonly busy?: boolean | undefined; readonly settling?: boolean | undefined }) | undefined;
  /** What is still missing before the action, or what it will do. */
  readonly note?: string | undefined;
}

export interface FrameProps {
  readonly top: TopBarProps;
  readonly bottom?: BottomBarProps | undefined;
  /** `quiet` takes the accents away where grief or fear brought the person here. */
  readonly tone?: 'plain' | 'quiet' | undefined;
  /** Words on the strip that turns long content: up, down, and which page of how many. */
  readonly turning: { readonly up: string; readonly down: string; readonly page: (n: number, of: number) => string };
  readonly children?: ComponentChildren;
}

/** The places that never move: top bar, middle, bottom bar. Fills the panel; only the middle scrolls, and says so. */
export function Frame({ top, bottom, tone = 'plain', turning, children }: FrameProps) {
  const box = useRef<HTMLElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const pages = usePages(box, inner);
  return (
    <div class="frame" data-tone={tone}>
      <TopBar {...top} />
      <main class="frame-main" ref={box} aria-labelledby="title" tabIndex={pages.of > 1 ? 0 : undefined}>
        <div class="frame-inner" ref={inner}>{children}</div>
      </main>
      {pages.of > 1 && (
        <nav class="frame-turn" aria-label={turning.page(pages.at, pages.of)}>
          <TurnButton icon="arrow-up" label={turning.up} end={pages.at === 1} do={() => { if (box.current) turn(box.current, -1); }} />
          <p>{turning.page(pages.at, pages.of)}</p>
          <TurnButton icon="arrow-down" label={turning.down} end={pages.at === pages.of} do={() => { if (box.current) turn(box.current, 1); }} />
        </nav>
      )}
      {bottom !== undefined && <BottomBar {...bottom} />}
    </div>
  );
}

function TurnButton({ icon, label, end, do: act }: Press & { readonly icon: IconName; readonly end: boolean }) {
  return <button type="button" class="frame-more" aria-disabled={end || undefined} onClick={() => { if (!end) act(); }}><Icon name={icon} /> {label}</button>;
}

export function TopBar({ siteName, time, demo, offline, large, sound, labels, onLarge, onLanguage, onSound, onHelp }: TopBarProps) {
  return (
    <header class="top-bar">
      <div class="top-where">
        <p class="top-site">{siteName}</p>
        <p class="top-now">
          <span class="top-time">{time}</span>
          <Tag label={demo} tone="attention" />
          {offline !== undefined && <Tag label={offline} tone="attention" icon="wifi-off" />}
        </p>
      </div>
      <div class="top-tools">
        <Tool icon="glasses" label={labels.large} pressed={large} mode do={onLarge} />
        <Tool icon="languages" label={labels.language} do={onLanguage} />
        <Tool icon={sound ? 'volume-2' : 'volume-x'} label={labels.sound} pressed={sound} do={onSound} />
        <Tool icon="circle-help" label={labels.help} do={onHelp} />
      </div>
    </header>
  );
}

/** `mode`: shows that it is on; the sound's own picture says so already. */
function Tool({ icon, label, pressed, mode = false, do: act }: Press & {
  readonly icon: IconName; readonly pressed?: boolean | undefined; readonly mode?: boolean | undefined;
}) {
  return (
    <button type="button" class="tool" data-on={(mode && pressed) || undefined} aria-pressed={pressed} onClick={act}>
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  );
}

export function BottomBar({ back, leave, action, note }: BottomBarProps) {
  return (
    <footer class="bottom-bar">
      {note !== undefined && <p class="bottom-note"><Icon name="info" size="sm" />{note}</p>}
      <div class="bottom-back">{back && <Button label={back.label} do={back.do} icon="arrow-left" />}</div>
      <div class="bottom-leave">{leave && <Button label={leave.label} do={leave.do} kind="quiet" icon="log-out" />}</div>
      <div class="bottom-action">
        {action && <Button {...action} kind="primary" icon="arrow-right" describe={note} />}
      </div>
    </footer>
  );
}
