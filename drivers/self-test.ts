import type { SelfTest } from './device.ts';

/** What a status just asked for says as a self-test: all there is to say of a device that has no test of its own. */
export function selfTestBy(status: { readonly is: string; readonly why?: string }, device = ''): SelfTest {
  switch (status.is) {
    case 'ready': return { is: 'passed', device };
    case 'busy': return { is: 'busy' };
    case 'starting': return { is: 'failed', why: 'no-answer' };
    case 'offline': return { is: 'failed', why: whys.find((why) => why === status.why) ?? 'no-answer' };
    default: return { is: 'failed', why: 'not-ready' };
  }
}
const whys = ['no-wire', 'no-answer', 'self-test-failed', 'not-authorised'] as const;
