import { signal, type ReadonlySignal } from '@preact/signals';
import type { DocumentPrinter, DocumentPrinterStatus } from '../../drivers/document-printer/port.ts';
import type { ReceiptPrinter, ReceiptPrinterStatus } from '../../drivers/receipt-printer/port.ts';
import { type Book, type Books, counted, dotsPerMm, filled, type Forecast, forecast, heard, newBook, type Supply, type Told } from '../core/supplies.ts';
import type { Clock } from './clock.ts';

/** Where the books are kept; days and amounts only. Never rejects. */
export interface SuppliesStore {
  /** null when there are none yet, or the disk does not answer. */
  load(): Promise<Partial<Books> | null>;
  save(books: Books): Promise<'kept' | 'not-kept'>;
}
/** How much fits in, as the site set it down; absent = nobody knows. */
export interface Capacity { readonly rollMm?: number | undefined; readonly traySheets?: number | undefined }

export interface SuppliesPorts {
  readonly receiptPrinter: ReceiptPrinter;
  readonly documentPrinter: DocumentPrinter;
  readonly suppliesStore: SuppliesStore;
  readonly capacity: Capacity;
  readonly clock: Clock;
}
export interface Supplies {
  readonly books: ReadonlySignal<Books>;
  /** By what the printer says and the site set down, as of now. */
  forecastOf(supply: Supply): Forecast;
  /** Somebody put new paper in and says so. */
  refilled(supply: Supply): void;
  /** The books as the disk had them are in. */
  readonly ready: Promise<void>;
}

/**
 * Counts at the ports, so that whoever prints is counted: a print that came out whole, and one of which nobody knows, whole
 * too. Gives back the printers to use from now on.
 */
export function countSupplies(ports: SuppliesPorts): { readonly receiptPrinter: ReceiptPrinter; readonly documentPrinter: DocumentPrinter; readonly supplies: Supplies } {
  const { clock, suppliesStore, capacity } = ports;
  const books = signal<Books>({ roll: newBook(clock.today()), tray: newBook(clock.today()) });
  const set = (supply: Supply, next: Book) => {
    if (next === books.peek()[supply]) return;
    books.value = { ...books.peek(), [supply]: next };
    void suppliesStore.save(books.peek());
  };
  // What happens before the disk answered is added to what it says, not lost and not instead of it.
  const ready = load();
  async function load() {
    const kept = await suppliesStore.load();
    if (kept) books.value = { ...books.peek(), ...kept };
  }
  const change = (supply: Supply, to: (book: Book) => Book) => { void ready.then(() => set(supply, to(books.peek()[supply]))); };

  const use = (supply: Supply, amount: number) => change(supply, (book) => counted(book, amount, clock.today()));
  const hear = (supply: Supply) => (status: ReceiptPrinterStatus | DocumentPrinterStatus) => {
    const told = toldBy(status);
    if (told) change(supply, (book) => heard(book, told, supply, clock.today()));
  };
  const { receiptPrinter, documentPrinter } = ports;
  receiptPrinter.watch(hear('roll'));
  documentPrinter.watch(hear('tray'));

  return {
    // Every member by hand: a port may be anything that has them, a getter or a method of a class among them.
    receiptPrinter: {
      get capabilities() { return receiptPrinter.capabilities; },
      status: async () => { const status = await receiptPrinter.status(); hear('roll')(status); return status; },
      watch: (onStatus) => receiptPrinter.watch(onStatus),
      selfTest: () => receiptPrinter.selfTest(),
      taken: (ask) => receiptPrinter.taken(ask),
      async print(page, ask) {
        const outcome = await receiptPrinter.print(page, ask);
        if (outcome.is !== 'not-printed') use('roll', page.heightDots / dotsPerMm);
        return outcome;
      },
    },
    documentPrinter: {
      get capabilities() { return documentPrinter.capabilities; },
      status: async () => { const status = await documentPrinter.status(); hear('tray')(status); return status; },
      watch: (onStatus) => documentPrinter.watch(onStatus),
      selfTest: () => documentPrinter.selfTest(),
      async print(document, ask) {
        const outcome = await documentPrinter.print(document, ask);
        if (outcome.is !== 'not-printed') use('tray', document.pages);
        return outcome;
      },
    },
    supplies: {
      books: books as ReadonlySignal<Books>,
      forecastOf: (supply) => forecast(books.value[supply], supply === 'roll' ? capacity.rollMm : capacity.traySheets, clock.today()),
      refilled: (supply) => change(supply, (book) => filled(book, clock.today())),
      ready,
    },
  };
}

function toldBy(status: ReceiptPrinterStatus | DocumentPrinterStatus): Told | undefined {
  return status.is === 'ready' ? status.paper : status.is === 'no-paper' ? 'end' : undefined;
}
