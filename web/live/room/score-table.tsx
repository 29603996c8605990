import { useRef, useState } from 'preact/hooks';
import type { ShownName } from '../lab/shown-name.ts';
import type { Column, Seat } from './columns.ts';
import { LongName } from './long-name.tsx';
import { useMoreAtRight } from './use-more-at-right.ts';
import { usualFlags } from './usual-flags.ts';

/** The sign of a figure that is of more or fewer flags than those of most names. */
export const APART = '*';

/** A name with what it has come to on the server that is shown. */
export interface Scored {
  readonly name: string;
  readonly seat: Seat;
}

/** The scoreboard: a row for each name, sorted by the column that was chosen. */
export function ScoreTable({
  scored,
  columns,
  shown,
}: {
  scored: readonly Scored[];
  /** After the names. */
  columns: readonly Column[];
  shown: ShownName;
}) {
  const [title, setTitle] = useState(columns[0]!.title);
  const column = columns.find((one) => one.title === title) ?? columns[0]!;
  const [isReversed, setReversed] = useState(false);
  const table = useRef<HTMLDivElement>(null);
  const hasMore = useMoreAtRight(table);
  const usual = usualFlags(scored.map(({ seat }) => seat));
  const isApart = ({ value, flags }: Column, seat: Seat) =>
    value(seat) !== undefined && flags !== undefined && usual !== undefined && flags(seat) !== usual;
  const sorted = scored.toSorted((a, b) => {
    const [left, right] = [a, b].map(({ seat }) => column.value(seat));
    if (left === right) return a.name < b.name ? -1 : 1;
    // Who has no such figure comes last, whichever way it is sorted, and before that whose figure is not to be compared.
    if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
    const apart = Number(isApart(column, a.seat)) - Number(isApart(column, b.seat));
    if (apart !== 0) return apart;
    return (right - left) * (isReversed ? -1 : 1);
  });
  const choose = (chosen: Column) => {
    setReversed(chosen === column && !isReversed);
    setTitle(chosen.title);
  };
  return (
    <div class="scores" ref={table} data-more={hasMore}>
      <table>
        <thead>
          <tr>
            <th scope="col">name</th>
            {columns.map((one) => (
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
          {sorted.map(({ name, seat }) => (
            <tr key={name} data-name={shown(name)} data-working={seat.inFlight > 0}>
              <th scope="row" title={shown(name)}>
                <LongName name={shown(name)} />
                {seat.inFlight > 0 && <span title={`${seat.inFlight} in flight`}> …</span>}
              </th>
              {columns.map((one) => (
                <td key={one.title}>
                  <Whom name={one.whom?.(seat)} />
                  {one.text(seat)}
                  {isApart(one, seat) && APART}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Whom({ name }: { name: string | undefined }) {
  if (name === undefined) return null;
  return (
    <>
      <LongName name={name} />{' '}
    </>
  );
}
