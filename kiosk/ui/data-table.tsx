import { useLayoutEffect, useRef } from 'preact/hooks';
import './data-table.css';

export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const NUMBER = /^[-+¥￥]?[\d,，]+(\.\d+)?\s*[%元]?$/;
/** Numbers, dates and short words are not torn apart; longer words wrap. */
const WHOLE = /^([\d\-./:,，%元¥￥]{1,14}|.{1,5})$/;
/** More than four columns are read across only on a panel at least this wide. */
const MANY = 4;
const WIDE_REM = 64;

/**
 * A table for reading. Never wider than the panel: words wrap, and where the columns would be too narrow every row
 * becomes a small list. The roles are written out because the changed display would take the table's own away.
 */
export function DataTable({ caption, columns, rows }: DataTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const figures = columns.map((_, at) => (rows.length > 0 && rows.every((row) => row[at] === '' || NUMBER.test(row[at] ?? ''))) || undefined);

  useLayoutEffect(() => {
    const outer = box.current;
    const inner = table.current;
    if (!outer || !inner) return;
    const fit = () => {
      const remPx = parseFloat(getComputedStyle(document.documentElement).fontSize);
      inner.removeAttribute('data-stacked');
      const narrow = columns.length > MANY && outer.clientWidth < WIDE_REM * remPx;
      inner.toggleAttribute('data-stacked', narrow || inner.offsetWidth > outer.clientWidth + 1);
    };
    fit();
    const watch = new ResizeObserver(fit);
    watch.observe(outer);
    return () => watch.disconnect();
  }, [columns, rows]);

  return (
    <div class="table-box" ref={box}>
      <table class="table" role="table" ref={table}>
        <caption>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">{columns.map((name, at) => <th key={name} role="columnheader" scope="col" data-figures={figures[at]}>{name}</th>)}</tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, line) => (
            <tr role="row" key={line}>
              {columns.map((name, at) => (
                <td key={name} role="cell" data-whole={WHOLE.test(row[at] ?? '') || undefined} data-figures={figures[at]}>
                  <span class="table-name" aria-hidden="true">{name}</span>
                  <span class="table-value">{row[at] ?? ''}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
