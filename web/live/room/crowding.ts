import type { Column, Seat } from './columns.ts';
import { duration, percent } from './figure-text.ts';

/** Less lost is nothing to make a sentence of, in milliseconds. */
const WORTH_TELLING_MS = 1000;

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
      meaning: 'who held the most of the places while it waited, and for how much of that time',
      value: (seat) => mostBehind(seat, shown)?.share,
      text: (seat) => {
        const most = mostBehind(seat, shown);
        return most === undefined ? '–' : `${most.whom} ${percent(most.share)}`;
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
  const most = mostBehind(seat, shown);
  const mostly = most === undefined ? '' : `, mostly behind ${most.whom} (${percent(most.share)})`;
  return `${shown(name)} lost the most: its requests waited ${duration(queuedMs)} together${mostly}, and alone ${duration(queuedMs - lostMs(seat))}.`;
}

/** Who stood most in the way of a name, and for which share of its wait; undefined where nothing waited. */
function mostBehind({ crowding, queuedMs = 0, verdict }: Seat, shown: ShownName) {
  const [most] = crowding?.behind ?? [];
  if (most === undefined || queuedMs === 0) return undefined;
  const { name, ms } = most;
  const whom = name === undefined ? 'no name' : name === verdict.run ? 'itself' : shown(name);
  return { whom, share: Math.min(1, ms / queuedMs) };
}

function lostMs({ crowding }: Seat): number {
  return crowding?.lostMs ?? 0;
}
