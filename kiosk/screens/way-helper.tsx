import { useEffect } from 'preact/hooks';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { mask } from '../core/mask.ts';
import { seenBy } from '../models/ways/found.ts';
import { leastPinDigits, mostPinDigits } from '../models/ways/attesting.ts';
import { ScannerPicture } from '../ui/device-pictures.tsx';
import { DigitPad, LetterPad } from '../ui/keyboard.tsx';
import { Message } from '../ui/message.tsx';
import { PinyinPad } from '../ui/pinyin.tsx';
import { Working } from '../ui/working.tsx';
import { EqualWays } from './equal-ways.tsx';
import { WayFailed, WayFrame, WayWaits } from './way-wait.tsx';

/** A helper says who stands here: who, by what they know it, the helper's own code, the helper's PIN. One thing a screen. */
export function HelperWay({ kiosk, visit }: { readonly kiosk: Kiosk; readonly visit: Visit }) {
  const say = kiosk.say.value;
  const { helper } = visit.identification;
  const state = helper.state.value;
  useEffect(() => { void kiosk.loadPinyin(); }, [kiosk]);
  const frame = { kiosk, visit, way: 'helper' } as const;
  const enter = () => { void helper.enter(); };
  const labels = { erase: say('keys.erase'), clear: say('keys.clear') };
  const next = (disabled: boolean) => ({ label: say('bar.next'), do: enter, disabled });
  switch (state.is) {
    case 'idle': case 'found': return null;
    case 'failed': return <WayFailed kiosk={kiosk} visit={visit} way="helper" trouble={state.trouble} />;
    case 'number': return (
      <WayFrame {...frame} part="number" title={say('identify.helper-number')} why={say('identify.helper-number-why')} action={next(state.typed.length < 18)}>
        {state.problem && <Message tone="attention" title={say('problem.bad-number')} live />}
        <DigitPad value={state.typed} onChange={helper.type} maxLength={18} groups={[6, 8, 4]} extra="X" onEnter={enter} labels={{ ...labels, box: say('identify.helper-number') }} />
      </WayFrame>
    );
    case 'name': {
      const box = say('identify.helper-name');
      const table = kiosk.pinyin.value;
      return (
        <WayFrame {...frame} part="name" title={box} why={say('identify.helper-name-why')} action={next(state.typed === '')}>
          {table
            ? <PinyinPad value={state.typed} onChange={helper.type} maxLength={40} table={table} onEnter={enter} labels={{ ...labels, box, candidates: say('keys.candidates'), previous: say('keys.previous'), next: say('keys.next'), how: say('keys.how') }} />
            : <LetterPad value={state.typed} onChange={helper.type} maxLength={40} onEnter={enter} labels={{ ...labels, box }} />}
        </WayFrame>
      );
    }
    case 'seen': return (
      <WayFrame {...frame} part="seen" title={say('identify.helper-seen', { name: mask('name', state.person.name) })} why={say('identify.helper-seen-why')}>
        <EqualWays ways={seenBy.map((how) => ({ label: say(`identify.helper-seen-${how}`), icon: how === 'card' ? 'id-card' : how === 'other-document' ? 'file-check' : 'users', do: () => { void helper.sawBy(how); } }))} />
      </WayFrame>
    );
    case 'code': return <WayWaits kiosk={kiosk} visit={visit} way="helper" title={say('identify.helper-code')} why={say('identify.helper-code-why')} picture={<ScannerPicture />} waits={say('identify.hold-up-waiting')} asking={false} />;
    case 'pin': return (
      <WayFrame {...frame} part="pin" title={say('identify.helper-pin')} why={say('identify.helper-pin-why')} action={next(state.typed.length < leastPinDigits)}>
        {state.wrong && <Message tone="attention" title={say('identify.trouble-wrong-pin')} live />}
        <DigitPad secret value={state.typed} onChange={helper.type} maxLength={mostPinDigits} onEnter={enter} labels={{ ...labels, box: say('identify.helper-pin') }} />
      </WayFrame>
    );
    case 'asking': return <WayFrame {...frame} part="asking" title={say('identify.ways-asking')}><Working label={say('identify.ways-asking-why')} /></WayFrame>;
  }
}
