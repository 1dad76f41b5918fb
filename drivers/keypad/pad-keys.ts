import type { PadKey } from './port.ts';

/** Every key a tactile pad may have. */
export const padKeys = ['up', 'down', 'left', 'right', 'ok', 'back', 'repeat', 'help', 'louder', 'softer'] as const satisfies readonly PadKey[];
