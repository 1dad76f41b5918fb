import { success, type XfsService } from './service.ts';
import { commonCapabilities, commonStatus } from './device-status.ts';

/** Path of the ServicePublisher; a service is one segment further (KAL XFSConstants). */
export const publisherPath = '/xfs4iot/v1.0';
/** Ports tried in order. 80 and 443 of KAL's list are left out: a kiosk's host has no business there. */
export const publisherPorts: readonly number[] = Array.from({ length: 11 }, (_, i) => 5846 + i);

/** The service that names the others: ServicePublisher.GetServices (FACTS §1.3). */
export function servicePublisher({ vendorName, uris }: { readonly vendorName: string; readonly uris: () => readonly string[] }): XfsService {
  return {
    name: 'ServicePublisher',
    commands: {
      'ServicePublisher.GetServices': {
        version: '2.0', completionVersion: '2.0', bypassesQueue: true,
        run: async () => success({ vendorName, services: uris().map((serviceURI) => ({ serviceURI })) }),
      },
    },
    events: {},
    status: async () => ({ common: commonStatus('online') }),
    capabilities: () => ({ common: commonCapabilities(vendorName) }),
    watch: () => () => {},
  };
}
