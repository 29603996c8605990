import { useState } from 'preact/hooks';
import { COLUMNS, type Column, type Seat } from './columns.ts';

/** A name with what it has come to on the server that is shown. */
export interface Scored {
  readonly name: string;
  readonly seat: Seat;
}

/** The scoreboard: a row for each name, sorted by the column that was chosen. */
export function ScoreTable({ scored, areNamesHidden }: { scored: readonly Scored[]; areNamesHidden: boolean }) {
  const [column, setColumn] = useState<Column>(COLUMNS[0]!);
  const [isReversed, setReversed] = useState(false);
  const sorted = scored.toSorted((a, b) => {
    const [left, right] = [a, b].map(({ seat }) => column.value(seat));
    if (left === right) return a.name < b.name ? -1 : 1;
    // Who has no such figure comes last, whichever way it is sorted.
    if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
    return (right - left) * (isReversed ? -1 : 1);
  });
  const choose = (chosen: Column) => {
    setReversed(chosen === column && !isReversed);
    setColumn(chosen);
  };
  return (
    <div class="scores">
      <table>
        <thead>
          <tr>
            <th scope="col">name</th>
            {COLUMNS.map((one) => (
              <th
                key={one.title}
                scope="col"
                title={one.meaning}
                aria-sort={one === column ? (isReversed ? 'ascending' : 'descending') : undefined}
              >
                <button type="button" onClick={() => choose(one)}>
                  {one.title}
                  {one === column && (isReversed ? ' ▲' : ' ▼')}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ name, seat }, i) => (
            <tr key={name} data-name={name} data-working={seat.inFlight > 0}>
              <th scope="row">
                {areNamesHidden ? `#${i + 1}` : name}
                {seat.inFlight > 0 && <span title={`${seat.inFlight} in flight`}> …</span>}
              </th>
              {COLUMNS.map((one) => (
                <td key={one.title} title={one.value(seat) === undefined ? seat.last.efficiencyWithheld : undefined}>
                  {one.text(seat)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
