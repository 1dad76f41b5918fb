import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResidentCard } from '../../../drivers/id-reader/port.ts';
import type { VendorService } from '../../../drivers/id-reader/vendor-service/services.ts';
import { citizenNumber, foreigner, foreigner2023 } from '../people.ts';

/** A maker's card service as its pages show it, over real HTTP on a port of its own. */
export interface CardService {
  readonly origin: string;
  /** Whether a card already read is given again while it lies there. If not, it must be lifted first, as a SAM wants it. */
  repeats: boolean;
  /** Takes requests and answers none; answers them all when it ends. */
  silent: boolean;
  /** Instead of the reply to a read. */
  reply: ((response: ServerResponse) => void) | undefined;
  lay(card: ResidentCard, letter?: string): void;
  pull(): void;
  /** Fields of the reply that are other than they should be; `undefined` leaves one out. */
  spoil(fields: Readonly<Record<string, unknown>>): void;
  /** Requests so far, as `GET /readcard`. */
  readonly heard: string[];
  close(): Promise<void>;
}

/** `port`: the maker's own where the page is to find it there; any free one otherwise. Rejects when it is taken. */
export async function startCardService(service: VendorService, { port = 0 }: { port?: number } = {}): Promise<CardService> {
  let laid: Record<string, unknown> | undefined;
  let wasRead = false;
  let silent = false;
  let held: (() => void)[] = [];
  let spoiled: Readonly<Record<string, unknown>> = {};
  const server = createServer((request, response) => {
    sim.heard.push(`${request.method} ${request.url}`);
    if (silent) held.push(() => answer(request, response));
    else answer(request, response);
  });

  function answer({ method, url }: IncomingMessage, response: ServerResponse) {
    const is = (call: { method: string; path: string } | undefined) => call !== undefined && call.method === method && call.path === url;
    if (is(service.read) && sim.reply) return sim.reply(response);
    if (is(service.open) || is(service.close)) return say(response, { [service.code]: 0, errorMsg: '' });
    if (!is(service.read)) return void response.writeHead(404).end();
    if (!laid || (wasRead && !sim.repeats)) return say(response, { [service.code]: -11, errorMsg: '读卡失败', ...(service.card === '' && { [service.fields.number]: '' }) });
    wasRead = true;
    say(response, { [service.code]: 0, errorMsg: '', ...(service.card === '' ? laid : { [service.card]: laid }) });
  }
  const say = (response: ServerResponse, reply: object) => void response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' }).end(JSON.stringify(reply));

  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(port, '127.0.0.1', resolve); });
  const sim: CardService = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    repeats: false,
    get silent() { return silent; },
    set silent(on) {
      silent = on;
      if (!on) for (const release of held.splice(0)) release();
    },
    reply: undefined,
    lay(card, letter = ' ') { laid = { ...fieldsOf(service, card, letter), ...spoiled }; wasRead = false; },
    pull() { laid = undefined; wasRead = false; },
    spoil(fields) { spoiled = fields; },
    heard: [],
    close: () => new Promise((resolve) => { held = []; server.closeAllConnections(); server.close(() => resolve()); }),
  };
  return sim;
}

function fieldsOf(service: VendorService, card: ResidentCard, letter: string): Record<string, unknown> {
  const { fields } = service;
  const compact = (date: string) => (date === 'long-term' ? '长期' : date.replaceAll('-', ''));
  const numbers: Readonly<Record<string, string>> = { J: citizenNumber(card.birth, '001', '830000'), I: foreigner.number, Y: foreigner2023.number };
  return {
    [fields.name]: card.name,
    [fields.sex]: service.sexes['男'] ? (card.sex === '1' ? '男' : '女') : card.sex,
    [fields.nation]: card.nation,
    [fields.birth]: compact(card.birth),
    [fields.address]: card.address,
    [fields.number]: numbers[letter] ?? card.number,
    [fields.issuer]: card.issuer,
    [fields.validFrom]: compact(card.validFrom),
    [fields.validTo]: compact(card.validTo),
    ...(service.kind !== undefined && { [service.kind]: letter }),
    ...(service.newAddress !== undefined && { [service.newAddress]: '' }),
    identityPic: 'AAAA',
    photoBase64: 'AAAA',
  };
}
