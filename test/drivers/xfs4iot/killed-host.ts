// A terminal's host as a process of its own, to be killed: node killed-host.ts <port>. Prints take half a second.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { receiptPrinterService } from '../../../drivers/xfs4iot/receipt-printer-service.ts';
import { startXfsServer } from '../../../drivers/xfs4iot/server.ts';

const server = await startXfsServer({
  node: { createServer, WebSocketServer }, services: [receiptPrinterService(simReceiptPrinter({ widthDots: 384, printMs: 500 }))],
  token: 'b'.repeat(43), origins: ['http://127.0.0.1:4400'], ports: [Number(process.argv[2])],
});
console.log(server === 'no-port' ? 0 : server.port);
