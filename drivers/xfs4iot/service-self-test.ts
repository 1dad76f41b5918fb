import type { SelfTest } from '../device.ts';
import { selfTestBy } from '../self-test.ts';
import type { XfsClient } from './client.ts';
import { isObject, type Json } from './envelope.ts';
import type { ServiceLink } from './service-link.ts';
import { readOfflineWhy } from './vendor.ts';

/** Together within the ten seconds of the port. */
const capabilitiesMs = 2000;
const testMs = 7500;

/** CnDevice.SelfTest where the service lists it, else what its status says. `part` names one of several devices behind the service. */
export async function serviceSelfTest<S extends { readonly is: string; readonly why?: string }>(client: XfsClient, link: ServiceLink<S>, part?: string): Promise<SelfTest> {
  const offered = await client.command('Common.Capabilities', '2.0', { timeoutMs: capabilitiesMs });
  if (offered.is !== 'completed' || offered.code !== 'success') return { is: 'failed', why: offered.is === 'not-sent' || (offered.is === 'indeterminate' && offered.why === 'disconnected') ? 'no-wire' : 'no-answer' };
  if (!offersSelfTest(offered.payload)) return selfTestBy(await link.ask());
  const outcome = await client.command('CnDevice.SelfTest', '1.0', { timeoutMs: testMs, ...(part !== undefined && { payload: { part } }) });
  return outcome.is === 'completed' && outcome.code === 'success' ? readTest(outcome.payload) : { is: 'failed', why: 'no-answer' };
}

function offersSelfTest({ interfaces }: Json): boolean {
  return Array.isArray(interfaces) && interfaces.some((one: unknown) => isObject(one) && one.name === 'CnDevice' && isObject(one.commands) && isObject(one.commands['CnDevice.SelfTest']));
}
function readTest({ result, device, why }: Json): SelfTest {
  switch (result) {
    case 'passed': return { is: 'passed', device: typeof device === 'string' ? device.slice(0, 80) : '' };
    case 'busy': return { is: 'busy' };
    case 'cannotTell': return { is: 'cannot-tell' };
    default: return { is: 'failed', why: why === 'not-ready' ? why : readOfflineWhy(why) ?? 'no-answer' };
  }
}
