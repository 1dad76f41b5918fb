import type { Step, StepKind } from '../../content/schema/step.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';

export interface StepProps<K extends StepKind> { readonly step: Extract<Step, { do: K }>; readonly visit: Visit; readonly kiosk: Kiosk }
