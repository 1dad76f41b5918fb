import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './device-pictures.css';

export type PaperState = 'idle' | 'printing' | 'out' | 'trouble';

/** The reading place of this machine: where the card goes, then the card lying there. The light is the guide light's. */
export function CardReaderPicture({ state }: { readonly state: 'empty' | 'reading' | 'done' | 'trouble' }) {
  return (
    <Picture name="reader" state={state}>
      <path class="device-body" d="M34 152L66 92H254L286 152V204a8 8 0 0 1-8 8H42a8 8 0 0 1-8-8Z" />
      <path class="device-line" d="M34 152H286M136 180H184" />
      <path class="device-light" d="M92 104H228L246 142H74Z" />
      <g class="device-laid">
        <path class="device-paper" d="M120 108H200L211 138H109Z" />
        <path class="device-line" d="M130 117H154M127 125H150M124 132H158M184 114a6 4 0 1 0 .01 0M174 132c0-10 22-10 24 0Z" />
        <path class="device-waves" d="M92 96c-8-9-8-21 0-30M76 102c-13-15-13-30 0-45M228 96c8-9 8-21 0-30M244 102c13-15 13-30 0-45" />
      </g>
      <g class="device-card">
        <path class="device-paper" d="M112 8H208a8 8 0 0 1 8 8V66a8 8 0 0 1-8 8H112a8 8 0 0 1-8-8V16a8 8 0 0 1 8-8Z" />
        <path class="device-line" d="M118 24H150M118 38H144M118 58H166M190 20a8 8 0 1 0 .01 0M175 58c0-20 30-20 30 0Z" />
      </g>
      <path class="device-arrow" d="M160 88V122M146 109L160 123L174 109" />
    </Picture>
  );
}

/** The window of the scanner, and a phone held before it with its code towards the light. */
export function ScannerPicture() {
  return (
    <Picture name="scanner" state="empty">
      <path class="device-body" d="M70 158H250a8 8 0 0 1 8 8V210a8 8 0 0 1-8 8H70a8 8 0 0 1-8-8V166a8 8 0 0 1 8-8Z" />
      <path class="device-light" d="M112 172H208V202H112Z" />
      <path class="device-paper" d="M126 6H194a8 8 0 0 1 8 8V112a8 8 0 0 1-8 8H126a8 8 0 0 1-8-8V14a8 8 0 0 1 8-8Z" />
      <path class="device-line" d="M150 16H170M134 32H152V50H134ZM168 32H186V50H168ZM134 66H152V84H134ZM168 66V72H176M186 66V84H168M134 100H150M166 100H186" />
      <path class="device-arrow" d="M160 128V150M148 140L160 152L172 140" />
    </Picture>
  );
}

/** The slot for cards with a chip, and the card before it, chip first. */
export function CardSlotPicture({ state }: { readonly state: 'empty' | 'reading' }) {
  const id = useId();
  return (
    <Picture name="slot" state={state}>
      <path class="device-body" d="M58 6H262a8 8 0 0 1 8 8V86a8 8 0 0 1-8 8H58a8 8 0 0 1-8-8V14a8 8 0 0 1 8-8Z" />
      <path class="device-light" d="M134 22H186V36H134Z" />
      <clipPath id={id}><path d="M90 64H230V224H90Z" /></clipPath>
      <g clip-path={`url(#${id})`}>
        <g class="device-held">
          <path class="device-paper" d="M126 98H194a8 8 0 0 1 8 8V210a8 8 0 0 1-8 8H126a8 8 0 0 1-8-8V106a8 8 0 0 1 8-8Z" />
          <path class="device-line" d="M146 110H174V136H146ZM146 123H174M160 110V136M134 196H186" />
        </g>
      </g>
      <path class="device-slot" d="M100 64H220" />
      <path class="device-arrow" d="M84 190V122M70 136L84 122L98 136" />
    </Picture>
  );
}

/** The slot for the narrow receipt. */
export function ReceiptPicture({ state }: { readonly state: PaperState }) {
  return (
    <PrinterPicture name="receipt" state={state} clip="M100 74H220V216H100Z" slot="M100 74H220">
      <path class="device-paper" d="M114 66H206V188l-11.500 8-11.500-8-11.500 8-11.500-8-11.500 8-11.500-8-11.500 8-11.500-8Z" />
      <path class="device-line" d="M134 92H186M130 108H190M130 120H174" />
      <path class="device-line" d="M138 136H156V154H138ZM164 136H182V142M164 150V154H172M180 150V154M138 164V172H146M156 164V172M166 166H182" />
    </PrinterPicture>
  );
}

/** The tray for A4 sheets. */
export function DocumentPicture({ state }: { readonly state: PaperState }) {
  return (
    <PrinterPicture name="document" state={state} clip="M64 74H256V216H64Z" slot="M64 74H256">
      <path class="device-paper" d="M84 66H236V202H84Z" />
      <path class="device-line" d="M128 94H192M104 114H216M104 130H216M104 146H216M104 162H176M104 178H150" />
    </PrinterPicture>
  );
}

function PrinterPicture({ name, state, clip, slot, children }: {
  readonly name: string; readonly state: PaperState; readonly clip: string; readonly slot: string; readonly children: ComponentChildren;
}) {
  const id = useId();
  return (
    <Picture name={name} state={state}>
      <clipPath id={id}><path d={clip} /></clipPath>
      <path class="device-body" d="M42 20H278a8 8 0 0 1 8 8V96a8 8 0 0 1-8 8H42a8 8 0 0 1-8-8V28a8 8 0 0 1 8-8Z" />
      <path class="device-line" d="M56 42H92M56 54H76" />
      <path class="device-light" d="M252 40a8 8 0 1 0 .01 0Z" />
      <g clip-path={`url(#${id})`}><g class="device-sheet">{children}</g></g>
      <path class="device-slot" d={slot} />
    </Picture>
  );
}

/** Lines, light and, when it is over, a mark: tick or warning triangle. Words stand beside it. */
function Picture({ name, state, children }: { readonly name: string; readonly state: string; readonly children: ComponentChildren }) {
  return (
    <svg class="device" data-device={name} data-state={state} viewBox="0 0 320 224" aria-hidden="true" focusable="false">
      {children}
      {(state === 'done' || state === 'out') && (
        <g class="device-mark"><path d="M282 148a28 28 0 1 0 .01 0Z" /><path d="M269 177l9 9 17-19" /></g>
      )}
      {state === 'trouble' && (
        <g class="device-mark"><path d="M282 150L312 204H252Z" /><path d="M282 170V185M282 194V194.01" /></g>
      )}
    </svg>
  );
}
