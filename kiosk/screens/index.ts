import type { ComponentType } from 'preact';
import type { StepKind } from '../../content/schema/step.ts';
import { Ask } from './ask.tsx';
import { Check } from './check.tsx';
import { Consent } from './consent.tsx';
import { Farewell } from './farewell.tsx';
import { Fill } from './fill.tsx';
import { Identify } from './identify.tsx';
import { Materials } from './materials.tsx';
import { PrintDocument } from './print-document.tsx';
import type { StepProps } from './props.ts';
import { Rate } from './rate.tsx';
import { ReadNotice } from './read-notice.tsx';
import { Receipt } from './receipt.tsx';
import { RecordsView } from './records.tsx';
import { Sign } from './sign.tsx';
import { Submit } from './submit.tsx';

/** Which screen shows which step. Missing a kind does not compile. */
export const screens: { readonly [K in StepKind]: ComponentType<StepProps<K>> } = {
  notice: ReadNotice,
  identify: Identify,
  consent: Consent,
  ask: Ask,
  fill: Fill,
  records: RecordsView,
  print: PrintDocument,
  materials: Materials,
  check: Check,
  sign: Sign,
  submit: Submit,
  receipt: Receipt,
  rate: Rate,
  farewell: Farewell,
};
