import * as v from 'valibot';
import { Condition } from './condition.ts';
import { slug, words } from './names.ts';

const when = v.optional(Condition);
const fieldUse = v.union([slug, v.strictObject({ field: slug, when: Condition })], '写字段名，或 { field, when }');

/** What the citizen is asked to do next. A new kind here makes kiosk/screens/index.ts fail to compile until it has a screen. */
export const Step = v.variant('do', [
  /** 一次告知: everything that must be known before starting. */
  v.strictObject({ do: v.literal('notice'), when }),
  /**
   * Who is here, by whichever way the citizen can go. `level`: `card` (a document or an account) is enough for most matters,
   * `person` also asks that its owner stands here (face, code of the app, helper). `company`: and for which company.
   */
  v.strictObject({ do: v.literal('identify'), level: v.optional(v.picklist(['card', 'person']), 'card'), company: v.optional(v.pipe(v.picklist(['yes', 'no']), v.transform((s) => s === 'yes')), 'no'), when }),
  /** Ask whether data and certificates the government already holds may be fetched. */
  v.strictObject({ do: v.literal('consent'), facts: v.optional(v.array(slug), []), certificates: v.optional(v.array(slug), []), when }),
  /** Situational questions in plain words, one a screen. */
  v.strictObject({ do: v.literal('ask'), fields: v.pipe(v.array(fieldUse), v.minLength(1)), when }),
  /** One small group of the one form. */
  v.strictObject({ do: v.literal('fill'), title: words, en: words, fields: v.pipe(v.array(fieldUse), v.minLength(1)), when }),
  /** Look at what a register holds; `years` names the field with the chosen years. */
  v.strictObject({ do: v.literal('records'), query: slug, years: slug, when }),
  /** Print the same as an official A4 document. */
  v.strictObject({ do: v.literal('print'), query: slug, years: slug, when }),
  v.strictObject({ do: v.literal('materials'), when }),
  v.strictObject({ do: v.literal('check'), when }),
  /** Sign a statement (texts key) on the screen. */
  v.strictObject({ do: v.literal('sign'), statement: slug, when }),
  v.strictObject({ do: v.literal('submit'), when }),
  v.strictObject({ do: v.literal('receipt'), when }),
  v.strictObject({ do: v.literal('rate'), when }),
  v.strictObject({ do: v.literal('farewell'), when }),
], '没有这种步骤');
export type Step = v.InferOutput<typeof Step>;
export type StepKind = Step['do'];
export type FieldUse = v.InferOutput<typeof fieldUse>;
