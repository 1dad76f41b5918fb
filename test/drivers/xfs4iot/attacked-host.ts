// A terminal's host as a process of its own, to be attacked and weighed: node attacked-host.ts. Says its port, then its memory in
// bytes for every line it is given. Every device is there, as on a whole kiosk.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { WebSocketServer } from 'ws';
import { simAudioOutput } from '../../../drivers/audio/sim.ts';
import { simCodeScanner } from '../../../drivers/code-scanner/sim.ts';
import { simDocumentPrinter } from '../../../drivers/document-printer/sim.ts';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { simIndicator } from '../../../drivers/indicator/sim.ts';
import { simPresenceSensor } from '../../../drivers/presence/sim.ts';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { startXfsServer } from '../../../drivers/xfs4iot/server.ts';
import { servicesFor } from '../../../drivers/xfs4iot/services.ts';

const server = await startXfsServer({
  node: { createServer, WebSocketServer },
  services: servicesFor({
    'id-reader': simIdReader(), 'receipt-printer': simReceiptPrinter(), 'document-printer': simDocumentPrinter(), 'code-scanner': simCodeScanner(), 'indicator': simIndicator(),
    'presence': simPresenceSensor(), 'audio': simAudioOutput(),
  }),
  token: 'b'.repeat(43), origins: ['http://127.0.0.1:4400'], ports: [0],
});
console.log(server === 'no-port' ? 0 : server.port);
createInterface({ input: process.stdin }).on('line', () => {
  // What is only waiting to be collected is no leak.
  globalThis.gc?.();
  console.log(process.memoryUsage().rss);
});
