import { Cameras } from './cameras.tsx';
import { CodeScanner } from './code-scanner.tsx';
import { IoBoard } from './io-board.tsx';
import { Keypad } from './keypad.tsx';
import { Outside } from './outside.tsx';
import { Pen } from './pen.tsx';
import { Papers } from './papers.tsx';
import { DocumentPrinter, ReceiptPrinter } from './printers.tsx';
import { Reader } from './reader.tsx';
import { SmartCard } from './smart-card.tsx';
import { state, trouble } from './control.ts';

/** The table beside the kiosk: reader, printers, network, and the papers that came out. */
export function Dock() {
  const table = state.value;
  return (
    <>
      <header>
        <h1>模拟台 <small>Dock</small></h1>
        <p>这里的设备、后台和人物都是虚构的，只用于演示和测试。<small>Devices, back end and persons are simulated and fictional.</small></p>
        {trouble.value === 'gone' && <p class="trouble" role="alert">模拟台没有响应，请确认 npm start 还在运行。</p>}
        {trouble.value === 'not-done' && <p class="trouble" role="alert">刚才的操作没有做成，请再试一次。</p>}
      </header>
      {table && (
        <main>
          <Reader reader={table.reader} people={table.people} />
          <div class="column">
            <SmartCard slot={table.smartCard} people={table.people} />
            <ReceiptPrinter printer={table.receiptPrinter} />
            <DocumentPrinter printer={table.documentPrinter} />
            <CodeScanner scanner={table.codeScanner} />
            <Cameras table={table} />
            <Outside platform={table.platform} />
            <IoBoard board={table.ioBoard} />
            <Keypad pad={table.keypad} />
            <Pen pen={table.pen} />
          </div>
          <Papers papers={table.papers} hangingRows={table.receiptPrinter.hangingRows} />
        </main>
      )}
    </>
  );
}
