import { expect, test } from 'vitest';
import { simDocumentPrinter } from '../../../drivers/document-printer/sim.ts';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { discover, interfacesAt, localPublishers, locateService } from '../../../drivers/xfs4iot/discovery.ts';
import { documentPrinterService } from '../../../drivers/xfs4iot/document-printer-service.ts';
import { idCardService } from '../../../drivers/xfs4iot/id-card-service.ts';
import { openFromPage, startServer, token } from './bench.ts';
import { scriptServer } from './script-server.ts';

const asPage = { token, open: openFromPage };

test('the ports of KAL’s list are asked in order', () => {
  expect(localPublishers[0]).toBe('ws://127.0.0.1:5846/xfs4iot/v1.0');
  expect(localPublishers.at(-1)).toBe('ws://127.0.0.1:5856/xfs4iot/v1.0');
  expect(localPublishers.length).toBe(11);
});
test('the first publisher that answers names its services; those who are deaf or refuse are passed over', async () => {
  const refusing = await startServer([], { token: 'z'.repeat(43) });
  const server = await startServer([idCardService(simIdReader()), documentPrinterService(simDocumentPrinter())], { vendorName: 'Vendor' });
  const found = await discover({ publishers: ['ws://127.0.0.1:1/xfs4iot/v1.0', refusing.uri, server.uri], ...asPage });
  expect(found).toEqual({
    uri: server.uri, vendorName: 'Vendor',
    services: [{ name: 'IdCard', uri: server.serviceUris[0] }, { name: 'DocumentPrinter', uri: server.serviceUris[1] }],
  });
  expect(await interfacesAt(server.serviceUris[0]!, asPage)).toEqual(['Common', 'CnDevice', 'CnIdCard']);
  expect(await discover({ publishers: [refusing.uri], ...asPage })).toBeUndefined();
});
test('a service is found by its name or by what it offers', async () => {
  const server = await startServer([idCardService(simIdReader()), documentPrinterService(simDocumentPrinter())]);
  const options = { publishers: [server.uri], ...asPage };
  expect(await locateService({ name: 'DocumentPrinter' }, options)()).toBe(server.serviceUris[1]);
  expect(await locateService({ offers: 'Printer' }, options)()).toBe(server.serviceUris[1]);
  expect(await locateService({ offers: 'Camera' }, options)()).toBeUndefined();
  expect(await locateService({ name: 'Camera' }, { publishers: [], ...asPage })()).toBeUndefined();
});
test('a publisher cannot send the page elsewhere', async () => {
  const services = [{ serviceURI: 'ws://evil.example/xfs4iot/v1.0/IdCard' }, { serviceURI: 'https://127.0.0.1/x' }, { serviceURI: 'no address' }, { serviceURI: 7 }, null, { serviceURI: 'ws://127.0.0.1:9/xfs4iot/v1.0/Good' }];
  const { uri } = await scriptServer((asked, peer) => { peer.acknowledge(asked); peer.complete(asked, { services, vendorName: 7 }); });
  expect(await discover({ publishers: [uri] })).toEqual({ uri, vendorName: '', services: [{ name: 'Good', uri: 'ws://127.0.0.1:9/xfs4iot/v1.0/Good' }] });
});
