import type { Column, Seat } from './columns.ts';
import { duration, NONE, percent } from './figure-text.ts';

/** Less lost is nothing to make a sentence of, in milliseconds. */
const WORTH_TELLING_MS = 1000;

/** Who was in the way for a smaller share of the time was one of many. */
const WORTH_NAMING = 0.1;

/** How a name is shown, which may be by a number. */
export type ShownName = (name: string) => string;

/** The columns of a room whose names share the slots: what each lost, and to whom. */
export function crowdingColumns(shown: ShownName): readonly Column[] {
  return [
    {
      title: 'lost',
      meaning: 'how much longer its requests waited, together, than they would have without anybody else',
      value: ({ crowding }) => crowding?.lostMs,
      text: ({ crowding }) => duration(crowding?.lostMs),
    },
    {
      title: 'behind',
      meaning: 'who else held the most of the places while it waited, and how much of its wait that made',
      value: (seat) => mostInTheWay(seat, shown)?.share,
      text: (seat) => {
        const most = mostInTheWay(seat, shown);
        return most === undefined ? NONE : `${most.whom} ${percent(most.share)}`;
      },
    },
  ];
}

/** Who lost the most to others, in a sentence; undefined where nobody lost much. */
export function crowdingText(
  scored: readonly { readonly name: string; readonly seat: Seat }[],
  shown: ShownName,
): string | undefined {
  const [worst] = scored.toSorted((a, b) => lostMs(b.seat) - lostMs(a.seat));
  if (worst === undefined || lostMs(worst.seat) < WORTH_TELLING_MS) return undefined;
  const { name, seat } = worst;
  const { queuedMs = 0 } = seat;
  const most = mostInTheWay(seat, shown);
  const because =
    most === undefined || most.share < WORTH_NAMING
      ? ''
      : `; ${most.whom} stood most in the way (${percent(most.share)} of that time)`;
  const aloneMs = queuedMs - lostMs(seat);
  return `${shown(name)} lost the most: its requests waited ${duration(queuedMs)} together, and would have waited ${duration(aloneMs)} alone${because}.`;
}

/** Who else stood most in the way of a name, and for which share of its wait; undefined where nobody did. */
function mostInTheWay({ crowding, queuedMs = 0, verdict }: Seat, shown: ShownName) {
  const most = crowding?.behind.find(({ name }) => name !== verdict.run);
  if (most === undefined || queuedMs === 0) return undefined;
  return { whom: most.name === undefined ? 'no name' : shown(most.name), share: Math.min(1, most.ms / queuedMs) };
}

function lostMs({ crowding }: Seat): number {
  return crowding?.lostMs ?? 0;
}
