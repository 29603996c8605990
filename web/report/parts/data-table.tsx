import type { FigureRow } from '../../../bench/report/html/figure-rows.ts';
import type { ReportData } from '../../../bench/report/html/report-data.ts';
import type { FigureName } from '../../../bench/result/figures.ts';
import { StrategyMark } from '../../charts/marks/strategy-mark.tsx';

/** One column: a figure, by its name, or something else with a head of its own. */
export type Column = FigureName | { readonly head: string; readonly text: (row: FigureRow) => string };

/** What a table shows. */
export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly FigureRow[];
  readonly strategies: readonly string[];
  /** What figures are called. */
  readonly definitions: ReportData['definitions'];
}

/** Figures with a line for each strategy and level, servers apart. */
export function DataTable({ caption, columns, rows, strategies, definitions }: DataTableProps) {
  const shown = columns.map((column) => (typeof column === 'string' ? figureColumn(column, definitions) : column));
  const servers = [...Map.groupBy(rows, ({ server }) => server)];
  const isOfRates = rows.some(({ ratePerSecond }) => ratePerSecond !== undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="table" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">strategy</th>
            <th scope="col">{isOfRates ? 'rate' : 'm'}</th>
            {shown.map(({ head }) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {servers.map(([server, group]) => (
          <tbody key={server}>
            <tr class="server">
              <th scope="rowgroup" colSpan={columns.length + 2}>
                {server}
              </th>
            </tr>
            {group.map((row) => (
              <tr key={`${row.strategy} ${row.level}`}>
                <th scope="row">
                  <StrategyMark strategy={row.strategy} all={strategies} /> {row.strategy}
                </th>
                <td>{row.level}</td>
                {shown.map(({ head, text }) => (
                  <td key={head}>{text(row)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function figureColumn(name: FigureName, definitions: ReportData['definitions']): Exclude<Column, FigureName> {
  const head = definitions.find((definition) => definition.name === name)?.title ?? name;
  return { head, text: ({ texts }) => texts[name] };
}
