import type { ShownName } from '../lab/shown-name.ts';
import type { Column } from './columns.ts';
import { mostInTheWay, slowdown } from './crowding.ts';
import { NONE, percent } from './figure-text.ts';
import { LongName } from './long-name.tsx';

/** The columns of a room whose names share the slots: how much each was slowed down, and by whom. */
export function crowdingColumns(shown: ShownName): readonly Column[] {
  return [
    {
      title: 'slowed',
      meaning:
        'how many times as long its requests took, from their first try on, as they would have without anybody else',
      value: slowdown,
      text: (seat) => (seat.crowding === undefined ? NONE : `× ${slowdown(seat).toFixed(1)}`),
    },
    {
      title: 'behind',
      meaning: 'who else took up the most of the server while it waited, and how much of its wait that made',
      value: (seat) => mostInTheWay(seat, shown)?.share,
      text: (seat) => {
        const most = mostInTheWay(seat, shown);
        if (most === undefined) return NONE;
        return (
          <>
            <LongName name={most.whom} /> {percent(most.share)}
          </>
        );
      },
    },
  ];
}
