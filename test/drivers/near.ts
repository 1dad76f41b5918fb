import type { Near } from '../../drivers/near.ts';
import type { Wire } from '../../drivers/transport/wire.ts';

/** What surrounds a model in a test: nothing at the end of any way that is not given. */
export function nearTo(given: Partial<Omit<Near, 'wire'>> & { readonly wire?: Wire } = {}): Near {
  const { wire = { send: async () => 'closed', listen: () => () => {}, state: 'closed', watch: () => () => {}, close: () => {} } satisfies Wire, ...others } = given;
  return {
    wire: () => wire, keys: new EventTarget(), settings: {},
    printer: () => ({ post: async () => ({ ok: false, why: 'unreachable' }), uri: 'ipp://x' }),
    snapshots: () => undefined,
    service: () => ({ state: 'closed', watch: () => () => {}, command: async () => ({ is: 'not-sent', why: 'no-connection' }), listen: () => () => {}, close: () => {} }),
    ...others,
  };
}
