import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import './facts-list.css';

export interface FactRow {
  readonly label: string;
  readonly value: string;
  readonly source?: string | undefined;
  readonly note?: string | undefined;
  readonly action?: { readonly label: string; readonly do: () => void } | undefined;
}

/** What is known, one row each, to be checked by eye before going on. */
export function FactsList({ rows }: { readonly rows: readonly FactRow[] }) {
  return (
    <dl class="facts">
      {rows.map((row) => (
        <div class="fact" key={row.label}>
          <dt>{row.label}</dt>
          <dd class="fact-words">
            <span class="fact-value">{row.value}</span>
            {row.source !== undefined && <span class="fact-source"><Icon name="shield-check" size="sm" />{row.source}</span>}
            {row.note !== undefined && <span class="fact-note">{row.note}</span>}
          </dd>
          {row.action && <dd class="fact-action"><Button label={row.action.label} do={row.action.do} describe={row.label} /></dd>}
        </div>
      ))}
    </dl>
  );
}
