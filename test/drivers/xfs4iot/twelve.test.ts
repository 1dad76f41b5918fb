// The conformance suite that can be pointed at any server: our own passes it, and a server with one fault fails in that row.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { simAudioOutput } from '../../../drivers/audio/sim.ts';
import { simCodeScanner } from '../../../drivers/code-scanner/sim.ts';
import { simDocumentPrinter } from '../../../drivers/document-printer/sim.ts';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { simIndicator } from '../../../drivers/indicator/sim.ts';
import { simPresenceSensor } from '../../../drivers/presence/sim.ts';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { subprotocolsFor } from '../../../drivers/xfs4iot/admission.ts';
import { servicesFor } from '../../../drivers/xfs4iot/services.ts';
import { vendorMode } from '../../../drivers/xfs4iot/vendor-mode-service.ts';
import { rows, tryConformance } from '../../conformance/suite.ts';
import type { Target } from '../../conformance/target.ts';
import { citizenNumber } from '../people.ts';
import { origin, startServer, token } from './bench.ts';
import { brokenWay, type Fault, type Through } from './broken-server.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

/** Every service of the table, with a hand at the receipt printer. */
async function kiosk() {
  const printer = simReceiptPrinter();
  const services = servicesFor({
    'id-reader': simIdReader(), 'smart-card': scriptedTerminal().terminal, 'receipt-printer': printer, 'document-printer': simDocumentPrinter(), 'code-scanner': simCodeScanner(),
    'indicator': simIndicator(), 'presence': simPresenceSensor(), 'audio': simAudioOutput(),
  });
  const server = await startServer([...services, vendorMode().service], { rate: { burst: 5000, perSecond: 5000 } });
  let turns = 0;
  const troubles = [() => printer.setPaper('low'), () => printer.setProblem({ is: 'cover-open' }), () => printer.setProblem({ is: 'no-paper' }), () => printer.setProblem(null), () => printer.setPaper('full')];
  const target = (uri: string, slackMs = 500): Target => ({ uri, subprotocols: subprotocolsFor(token), origin, slackMs, all: true, hand: { service: 'ReceiptPrinter', change() { troubles[turns++ % troubles.length]!(); } } });
  return { server, target };
}
const timeout = 60_000;

test('our own server passes every row that is about servers', { timeout }, async () => {
  const { server, target } = await kiosk();
  const told: string[] = [];
  const verdicts = await tryConformance(target(server.uri), ({ row }, verdict) => told.push(`${row} ${verdict.is}`));
  expect(told).toEqual(rows.map(({ row }) => `${row} ${row === 9 || row === 10 ? 'not-tried' : 'passed'}`));
  expect([...verdicts.values()].flatMap((verdict) => (verdict.is === 'passed' && verdict.note !== undefined ? [verdict.note] : []))).toEqual([]);
});

const is = (type: string, about: (header: Through['header']) => boolean = () => true) => ({ header }: Through) => header.type === type && about(header);
const replaced = (which: (message: Through) => boolean, header: Partial<Through['header']>, payload?: object): Fault => ({
  mangle: (message) => [which(message) ? { header: { ...message.header, ...header }, payload: { ...message.payload, ...payload } } : message],
});
/** Holds back the first message of the kind until the next one has passed. */
function swapped(which: (message: Through) => boolean): Fault {
  let held: Through | undefined;
  return { mangle(message) {
    if (which(message) && !held) { held = message; return []; }
    const both = held ? [message, held] : [message];
    held = undefined;
    return both;
  } };
}
const completion = (about: (header: Through['header']) => boolean) => is('completion', about);

/** Per row what a server may do wrong there, each another way, and what the suite has to say of it. */
const faults: readonly (readonly [row: number, what: string, finding: string, make: () => Fault])[] = [
  [1, 'takes nonsense without a word', 'should be refused', () => ({ mangle: (message) => (is('acknowledge', ({ status }) => status !== undefined)(message) ? [] : [message]) })],
  [1, 'completes what it has refused', 'a completion followed', () => ({ mangle: (message) => (is('acknowledge', ({ status }) => status !== undefined)(message) ? [message, { header: { type: 'completion', name: 'Common.Status', requestId: 99, completionCode: 'invalidData' } }] : [message]) })],
  [1, 'takes the same requestId twice', 'still open should be refused', () => replaced(is('acknowledge', ({ name, status }) => status === 'invalidRequestID' && name === 'CnIdCard.Read'), { status: undefined as never })],
  [2, 'takes any command for right', 'got success', () => replaced(completion(({ completionCode }) => completionCode === 'unsupportedCommand'), { completionCode: 'success' })],
  [3, 'lists what it does not know', 'is listed, and unsupported', () => replaced(completion(({ name }) => name === 'Common.GetTransactionState'), { completionCode: 'unsupportedCommand' })],
  [4, 'ends early', 'too early', () => ({ inward: (text) => text.replace('"timeout":1000', '"timeout":700') })],
  [4, 'ends late', 'too late', () => ({ lateMs: ({ header }) => (header.completionCode === 'timeOut' ? 900 : 0) })],
  [4, 'ends in another way', 'expected timeOut', () => replaced(completion(({ completionCode }) => completionCode === 'timeOut'), { completionCode: 'success' })],
  [5, 'cancels and calls it otherwise', 'expected canceled', () => replaced(completion(({ completionCode }) => completionCode === 'canceled'), { completionCode: 'timeOut' })],
  [5, 'completes Cancel after what it cancels', 'Cancel should complete first', () => swapped(completion(({ name }) => name === 'Common.Cancel'))],
  [5, 'finds what has ended', 'an ended', () => replaced(completion(({ name, completionCode }) => name === 'Common.Cancel' && completionCode === 'commandErrorCode'), { completionCode: 'success' })],
  [6, 'tells events before the acknowledge', 'event, acknowledge, completion', () => swapped(is('acknowledge', ({ name }) => name === 'CnIdCard.Read'))],
  [6, 'tells events after the end', 'acknowledge, completion, event', () => ({ lateMs: ({ header }) => (header.type === 'event' ? 700 : 0) })],
  [6, 'tells everybody', 'another client heard of it', () => ({ gossips: true })],
  [6, 'tells nobody of a change', 'was not told', () => ({ mangle: (message) => (is('unsolicited')(message) ? [] : [message]) })],
  [7, 'clings to a client that has gone', 'not freed', () => ({ clings: true })],
  [8, 'changes without a word', 'told nothing', () => ({ mangle: (message) => (is('unsolicited', ({ name }) => name === 'Common.StatusChangedEvent')(message) ? [] : [message]) })],
  [8, 'tells half of a change', 'differ from Status', () => replaced(is('unsolicited', ({ name }) => name === 'Common.StatusChangedEvent'), {}, { cnPrinter: {} })],
  [11, 'swallows a huge message', 'neither refused nor cut off', () => ({ swallowsHuge: true })],
  [11, 'takes any number of commands', 'expected tooManyRequests', () => replaced(is('acknowledge', ({ status }) => status === 'tooManyRequests'), { status: undefined as never })],
  [12, 'says somebody’s number', 'identity number was said', () => replaced(completion(({ name }) => name === 'Common.Status'), {}, { vendorInfo: citizenNumber('1986-05-12', '101') })],
];
describe('a server that', () => {
  test.each(faults)('(row %i) %s fails there', { timeout }, async (row, _what, finding, make) => {
    const { server, target } = await kiosk();
    const verdicts = await tryConformance(target(await brokenWay(server.uri, make)), undefined, row === 12 ? [2, 12] : [row]);
    expect(verdicts.get(row)).toEqual({ is: 'failed', why: expect.stringContaining(finding) as string });
  });
  test('does nothing wrong passes through the same door', { timeout }, async () => {
    const { server, target } = await kiosk();
    const verdicts = await tryConformance(target(await brokenWay(server.uri, () => ({}))));
    expect([...verdicts].filter(([, verdict]) => verdict.is === 'failed')).toEqual([]);
  });
  test('every row about servers can fail', () => {
    expect([...new Set(faults.map(([row]) => row))]).toEqual(rows.map(({ row }) => row).filter((row) => row !== 9 && row !== 10));
  });
});

function run(...words: string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path.resolve(import.meta.dirname, '../../conformance/xfs4iot.ts'), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { said += part.toString(); });
  return new Promise((resolve) => { child.on('close', (code) => resolve({ code, said })); });
}
test('from the command line: a line for each case, a sum, and a code for scripts', { timeout }, async () => {
  const { server } = await kiosk();
  const right = await run(server.uri, '--token', token, '--origin', origin);
  expect([right.code, right.said.split('\n').length]).toEqual([0, 14]);
  expect(right.said).toContain('12 项：通过 9，不通过 0，未试 3 / 9 passed, 0 failed, 3 not tried');
  expect(await run(server.uri, '--origin', origin)).toMatchObject({ code: 2, said: expect.stringContaining('HTTP 401') as string });
  expect(await run('http://127.0.0.1/')).toMatchObject({ code: 2 });
  const broken = await run(await brokenWay(server.uri, () => ({ clings: true })), '--token', token, '--only', '7');
  expect(broken).toMatchObject({ code: 1, said: expect.stringContaining('✗ 不通过  7') as string });
});
