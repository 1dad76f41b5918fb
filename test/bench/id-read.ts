// How long a card is read, beside what its bytes need on the line: the answer of 1,295 bytes at 115,200 baud takes 112 ms, and no
// program can be quicker. The reader is the simulated SAM at the other end of a real pseudo-terminal, paced like the line; the
// driver sits on Node's serial stack as in the terminal's host.
import { simSam } from '../../drivers/id-reader/sdt/device.ts';
import { sdtReader } from '../../drivers/id-reader/sdt/driver.ts';
import { nodeSerialWire } from '../../drivers/transport/node-serial.ts';
import { paced } from '../../drivers/transport/paced.ts';
import { person } from '../drivers/people.ts';
import { fileWire, noPty, ptyPair } from '../drivers/pty.ts';

const baud = 115_200;
const answerBytes = 1295;
/** The rest of a read: find, select and their answers, the question for the text, and for a new address with its answer. */
const otherBytes = 10 + 15 + 10 + 19 + 10 + 10 + 11;
/** A field must not be searched more often than every 300 ms: the next card is laid on after that. */
const betweenMs = 350;
const wireMs = (bytes: number) => (bytes * 10_000) / baud;

export interface IdRead { readonly readMs: number; readonly bareMs: number; readonly limitMs: number; readonly allLimitMs: number }

/** Medians of `rounds` reads, and of as many bare transfers of as many bytes over the same line. */
export async function idRead({ rounds = 15 }: { rounds?: number } = {}): Promise<IdRead> {
  const line = await ptyPair();
  const near = nodeSerialWire({ path: line.near, baudRate: baud });
  const far = fileWire(line.far);
  const sam = simSam(far, { baud, fragmentBytes: 64 });
  const reader = sdtReader(near);
  while ((await reader.status()).is !== 'ready') await new Promise((resolve) => { setTimeout(resolve, 20); });

  const reads: number[] = [];
  for (let round = 0; round < rounds; round++) {
    sam.layCard(person);
    const began = performance.now();
    const outcome = await reader.read({ deadlineMs: 10_000 });
    reads.push(performance.now() - began);
    if (outcome.is !== 'read') throw new Error(`the card was not read: ${outcome.is}`);
    sam.pullCard();
    await new Promise((resolve) => { setTimeout(resolve, betweenMs); });
  }
  const bare: number[] = [];
  const out = paced(far, { baud, chunkBytes: 64 });
  for (let round = 0; round < rounds; round++) {
    let left = answerBytes;
    const arrived = new Promise<void>((resolve) => { const stop = near.listen((bytes) => { left -= bytes.length; if (left <= 0) { stop(); resolve(); } }); });
    const began = performance.now();
    // Bytes that begin no frame.
    void out.send(new Uint8Array(answerBytes));
    await arrived;
    bare.push(performance.now() - began);
  }
  near.close();
  far.close();
  await line.close();
  return { readMs: median(reads), bareMs: median(bare), limitMs: wireMs(answerBytes), allLimitMs: wireMs(answerBytes + otherBytes) };
}

export function printIdRead({ readMs, bareMs, limitMs, allLimitMs }: IdRead) {
  console.log('读身份证（115,200 波特，1,295 字节；真实伪终端 + Node 串口）  Reading a card, beside the wire\'s own limit');
  const line = (name: string, ms: number) => console.log(`  ${name}  ${`${ms.toFixed(1)} ms`.padStart(10)}  ${(ms / limitMs).toFixed(2).padStart(6)} × 极限 limit`);
  line('线路极限，只算答复      limit, the answer alone   ', limitMs);
  line('线路极限，全部帧        limit, all of the frames  ', allLimitMs);
  line('同样多的字节，不经驱动  as many bytes, no driver  ', bareMs);
  line('读一张卡                one card                  ', readMs);
}
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

if (import.meta.main) {
  if (noPty) console.log(`跳过：${noPty}  Skipped.`);
  else {
    printIdRead(await idRead());
    process.exit();
  }
}
