import { simIppPrinter } from '../../drivers/document-printer/ipp/device.ts';
import { type SamFault, simSam } from '../../drivers/id-reader/sdt/device.ts';
import { encodeResident } from '../../drivers/id-reader/sdt/text.ts';
import { simHidPen } from '../../drivers/signature/hid-pen/device.ts';
import { simHidPad } from '../../drivers/keypad/hid-keys/device.ts';
import { keyTable } from '../../drivers/keypad/hid-keys/table.ts';
import { simEscpos } from '../../drivers/receipt-printer/escpos/device.ts';
import type { Bitmap } from '../../drivers/receipt-printer/port.ts';
import { codeScanner } from './code-scanner.ts';
import { dockCameras } from './cameras.ts';
import { cardPhotos } from './card-photos.ts';
import type { Command } from './command.ts';
import { ioBoard } from './io-board.ts';
import { type DemoPerson, otherCards, people, type OtherCard } from './people.ts';
import { type Plug, plug } from './plug.ts';
import { dockSmartCard } from './smart-card.ts';
import type { DockState, Paper } from './state.ts';

type DeviceCommand = Exclude<Command, { do: 'network' | 'platform-fault' }>;

export type Done = 'done' | 'no-such-person' | 'no-such-code' | 'bad-photo';

/** `real` lets the devices take their time, `none` answers at once. */
export type Pace = 'real' | 'none';

/** The simulated devices on the dock's table, each at its own plug. */
export function devices({ pace }: { pace: Pace }) {
  const plugs = { 'id-reader': plug(), 'smart-card': plug(), 'receipt-printer': plug(), 'code-scanner': plug(), 'io-board': plug(), 'keypad': plug(), 'signature': plug() };
  const sam = simSam(plugs['id-reader'].wire, pace === 'real' ? { baud: 115_200 } : {});
  const escpos = simEscpos(plugs['receipt-printer'].wire, { widthDots: 576 });
  escpos.msPerRow = pace === 'real' ? 1 : 0;
  escpos.msPerCut = pace === 'real' ? 300 : 0;
  const ipp = simIppPrinter({ pagesOf, msPerPage: pace === 'real' ? 1500 : 60 });
  const scanner = codeScanner(plugs['code-scanner'], { pace });
  const board = ioBoard(plugs['io-board'].wire);
  const pen = simHidPen(plugs['signature'].wire);
  const pad = simHidPad(plugs['keypad'].wire, { table: keyTable({}) });
  const cameras = dockCameras();
  const photos = cardPhotos();
  const smartCard = dockSmartCard(plugs['smart-card'], people);
  let card: string | null = null;
  let fault: SamFault | null = null;
  let cutter: 'jammed' | 'free' = 'free';
  let receiptCover: 'open' | 'closed' = 'closed';
  let sheet: Omit<DockState['documentPrinter'], 'paper' | 'pagesOut'> = { cover: 'closed', jam: false, toner: 'full', busy: false, mute: false, printJobOnly: false };
  let cleared = { receipts: 0, documents: 0 };

  function lay({ id, label: _label, ...printed }: DemoPerson | OtherCard) {
    const resident = { ...printed, kind: 'resident' as const };
    sam.layCard('kind' in printed ? encodeResident(resident, printed.kind) : resident, { photo: photos.wltOf(id) });
    card = id;
  }
  const personOf = (id: string) => [...otherCards, ...people].find((person) => person.id === id);
  /** Does it, or says why it cannot be done. */
  function act(command: DeviceCommand): Done {
    switch (command.do) {
      case 'lay-card': {
        const person = personOf(command.person);
        if (!person) return 'no-such-person';
        lay(person);
        break;
      }
      case 'pull-card': sam.pullCard(); card = null; break;
      case 'pull-during-read': sam.pullDuringRead(command.afterBytes); break;
      case 'reader':
        if (command.unplugged !== undefined) plugs['id-reader'].unplugged = command.unplugged;
        if (command.fault !== undefined) { fault = command.fault; sam.setFault(fault); }
        if (command.answerMs !== undefined) sam.answerMs = command.answerMs;
        break;
      case 'receipt-printer':
        if (command.unplugged !== undefined) plugs['receipt-printer'].unplugged = command.unplugged;
        if (command.mute !== undefined) escpos.mute = command.mute;
        if (command.msPerRow !== undefined) escpos.msPerRow = command.msPerRow;
        if (command.endAfterRows !== undefined) escpos.endPaperAfterRows(command.endAfterRows);
        if (command.cutter !== undefined) { cutter = command.cutter; escpos.setCutterFault(cutter === 'jammed'); }
        if (command.error !== undefined) escpos.setError(command.error);
        if (command.powerOffMs !== undefined) escpos.powerCycle(command.powerOffMs);
        if (command.paper !== undefined) escpos.setPaper(command.paper);
        if (command.cover !== undefined) { receiptCover = command.cover; escpos.setCover(receiptCover); }
        break;
      case 'document-printer': {
        const { do: _do, emptyAfterPages, job, paper, ...settings } = command;
        sheet = { ...sheet, ...given(settings) };
        if (paper !== undefined) ipp.setPaper(paper);
        if (command.cover !== undefined) ipp.setCover(command.cover);
        if (command.jam !== undefined) ipp.setJam(command.jam);
        if (command.toner !== undefined) ipp.setToner(command.toner);
        if (command.busy !== undefined) ipp.setBusy(command.busy);
        if (command.printJobOnly !== undefined) ipp.createsJobs = !command.printJobOnly;
        if (emptyAfterPages !== undefined) ipp.emptyAfterPages(emptyAfterPages);
        if (job === 'abort') ipp.abortJob();
        if (job === 'cancel') ipp.cancelJob();
        if (job === 'vanish') ipp.vanish();
        break;
      }
      case 'code-scanner': return scanner.act(command);
      case 'io-board':
        if (command.unplugged !== undefined) plugs['io-board'].unplugged = command.unplugged;
        board.act(command);
        break;
      case 'smart-card': return smartCard.act(command);
      case 'signature':
        if (command.unplugged !== undefined) plugs['signature'].unplugged = command.unplugged;
        if (command.sign) for (const stroke of signature) pen.draw(stroke);
        break;
      case 'keypad':
        if (command.unplugged !== undefined) plugs['keypad'].unplugged = command.unplugged;
        if (command.press !== undefined) pad.press(command.press);
        break;
      case 'document-camera': case 'camera': return cameras.act(command);
      case 'card-photo': {
        const person = personOf(command.person);
        if (!person) return 'no-such-person';
        const given = photos.give(person.id, command.rows === null ? null : Buffer.from(command.rows, 'base64'));
        // The card that lies there has it from now on, as if laid on anew.
        if (card === person.id) lay(person);
        return given;
      }
      case 'clear-paper': cleared = { receipts: escpos.papers.length, documents: ipp.printed.length }; break;
    }
    return 'done';
  }

  function state(): Omit<DockState, 'platform'> {
    return {
      people: [...people, ...otherCards].map(({ id, label, sex, birth, number, name }) => ({ id, label, sex, birth, number, name, hasPhoto: photos.has(id) })),
      reader: { card, unplugged: plugs['id-reader'].unplugged, connected: plugs['id-reader'].connected, fault },
      smartCard: smartCard.state(),
      receiptPrinter: { cover: receiptCover, paper: escpos.paper, unplugged: plugs['receipt-printer'].unplugged, connected: plugs['receipt-printer'].connected, cutter, error: escpos.error, mute: escpos.mute, hangingRows: escpos.hanging.heightDots },
      documentPrinter: { ...sheet, paper: ipp.paper, pagesOut: ipp.pagesOut },
      ...cameras.state(),
      codeScanner: scanner.state(),
      ioBoard: { ...board.state(), unplugged: plugs['io-board'].unplugged, connected: plugs['io-board'].connected },
      pen: { unplugged: plugs['signature'].unplugged, connected: plugs['signature'].connected, strokes: pen.strokes },
      keypad: { unplugged: plugs['keypad'].unplugged, connected: plugs['keypad'].connected, presses: pad.presses },
      papers: {
        receipts: escpos.papers.map(({ bitmap }, i): Paper => ({ n: i + 1, path: `/paper/receipt/${i + 1}.png`, title: `凭条 ${i + 1}`, heightDots: bitmap.heightDots })).slice(cleared.receipts),
        documents: ipp.printed.map(({ title, pages }, i): Paper => ({ n: i + 1, path: `/paper/document/${i + 1}.pdf`, title, pages })).slice(cleared.documents),
      },
    };
  }

  return {
    /** By the last part of the address `/wire/<kind>`. */
    plugs: plugs as Readonly<Record<string, Plug>>,
    act, state, look: cameras.look, unpack: photos.decode,
    /** The answer to one IPP request; undefined when the printer is switched off. */
    answerIpp: (request: Uint8Array): Uint8Array | undefined => (sheet.mute ? undefined : ipp.answer(request)),
    receipt: (n: number): Bitmap | undefined => escpos.papers[n - 1]?.bitmap,
    hanging: (): Bitmap => escpos.hanging,
    document: (n: number): Uint8Array | undefined => ipp.printed[n - 1]?.pdf,
    close() { for (const one of Object.values(plugs)) one.close(); },
  };
}

/** Page objects of a PDF; object streams would hide them, and the back end's writer (pdfkit) makes none. */
export function pagesOf(pdf: Uint8Array): number {
  return Math.max(1, Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0);
}

const given = <T extends object>(settings: T) => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

/** Nobody's signature: two strokes that wave. */
const signature = [0.3, 0.6].map((y) => Array.from({ length: 24 }, (_, i) => ({ x: 0.15 + i * 0.03, y: y + Math.sin(i / 2) * 0.12, atMs: i * 16 })));
