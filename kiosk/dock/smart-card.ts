import * as v from 'valibot';
import type { SocialSecurityCard } from '../../drivers/smart-card/port.ts';
import { simCardSlot, type SlottedCard } from '../../drivers/smart-card/vpcd/device.ts';
import type { DemoPerson } from './people.ts';
import type { Plug } from './plug.ts';

/** What kind of card is put in: a person's, with or without the PIN of some generations, or one that is none. */
const variants = ['plain', 'pin', 'other', 'mute'] as const;
type Variant = (typeof variants)[number];

export const SmartCardCommand = v.strictObject({
  do: v.literal('smart-card'), unplugged: v.optional(v.boolean()), pull: v.optional(v.literal(true)),
  insert: v.optional(v.strictObject({ person: v.string(), variant: v.optional(v.picklist(variants), 'plain') })),
  /** The card leaves after so many further bytes of its answers. */
  pullAfterBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** How long the chip takes for each answer. */
  answerMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export interface SmartCardState { readonly card: string | null; readonly variant: Variant | null; readonly unplugged: boolean; readonly connected: boolean }

/** The slot for social security cards on the dock's table. */
export function dockSmartCard(plug: Plug, people: readonly DemoPerson[]) {
  const slot = simCardSlot(plug.wire);
  let inserted: { readonly person: string; readonly variant: Variant } | null = null;

  return {
    act({ unplugged, pull, insert, pullAfterBytes, answerMs }: v.InferOutput<typeof SmartCardCommand>): 'done' | 'no-such-person' {
      const person = insert && people.find(({ id }) => id === insert.person);
      if (insert && !person) return 'no-such-person';
      if (unplugged !== undefined) plug.unplugged = unplugged;
      if (answerMs !== undefined) slot.answerMs = answerMs;
      if (pull) { slot.pull(); inserted = null; }
      if (insert && person) { slot.lay(slotted(person, insert.variant)); inserted = insert; }
      if (pullAfterBytes !== undefined) slot.pullAfterBytes(pullAfterBytes);
      return 'done';
    },
    state(): SmartCardState {
      const lying = slot.card === undefined ? null : inserted;
      return { card: lying?.person ?? null, variant: lying?.variant ?? null, unplugged: plug.unplugged, connected: plug.connected };
    },
  };
}

function slotted(person: DemoPerson, variant: Variant): SlottedCard {
  if (variant === 'other' || variant === 'mute') return { is: variant };
  return { is: 'social-security', card: cardOf(person), ...(variant === 'pin' && { manner: { pin: true } }) };
}

/** Made up, like the person: no card has a number with 370499 in front. */
function cardOf({ name, sex, nation, birth, number }: DemoPerson): SocialSecurityCard {
  return { region: '370499', issuedOn: '2021-03-05', validTo: '2031-03-05', cardNumber: `D${number.slice(9, 17)}`, number, name, sex, nation, birth };
}
