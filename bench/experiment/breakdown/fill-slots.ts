import { BUSY_WITH, type BusyWith, type ItemSpan } from './item-spans.ts';

/** What a slot is at: with an item, or empty while there are flags to ask for, or when there are none left. */
export type SlotUse = BusyWith | 'unused' | 'tail';

/** The time that slots spent on each use, in milliseconds, all slots together. */
export type SlotTimes = Readonly<Record<SlotUse, number>>;

/** The same before the last item was begun, and from then on. */
export interface SlotTimesOfCell {
  readonly before: SlotTimes;
  readonly atEnd: SlotTimes;
}

/** What is known of the time of a cell. */
export interface CellTime {
  readonly spans: readonly ItemSpan[];
  readonly startMs: number;
  readonly endMs: number;
  /** When the last item was begun: from then on there is nothing left to begin. */
  readonly lastStartMs: number;
  /** How many requests the client may have in flight. */
  readonly m: number;
  /** How many slots are to be filled. */
  readonly slots: number;
  /** Which use of a slot counts where there are more items than slots: the first that there is. */
  readonly order: readonly Exclude<SlotUse, 'tail'>[];
}

/**
 * Says of each slot at each moment what it was at. Every slot has one use at a time, so that all uses together are the slots
 * times the time, whatever the spans are.
 */
export function fillSlots({ spans, startMs, endMs, lastStartMs, m, slots, order }: CellTime): SlotTimesOfCell {
  const changes = spans.flatMap(({ with: use, startMs: fromMs, endMs: toMs }) => [
    { atMs: fromMs, use, by: 1 },
    { atMs: toMs, use, by: -1 },
  ]);
  changes.sort((a, b) => a.atMs - b.atMs);
  const [before, atEnd, busy] = [noTimes(), noTimes(), noTimes()];
  let atMs = startMs;
  const spend = (untilMs: number, times: Record<SlotUse, number>) => {
    const toMs = Math.min(untilMs, endMs);
    const ms = toMs - atMs;
    if (ms <= 0) return;
    atMs = toMs;
    const begun = BUSY_WITH.reduce((sum, use) => sum + busy[use], 0);
    busy.unused = times === before ? Math.max(0, m - begun) : 0;
    let free = slots;
    for (const use of order) {
      const count = Math.min(free, busy[use]);
      times[use] += count * ms;
      free -= count;
    }
    times.tail += free * ms;
  };
  const spendUntil = (untilMs: number) => {
    spend(Math.min(untilMs, lastStartMs), before);
    spend(untilMs, atEnd);
  };
  for (const { atMs: changeMs, use, by } of changes) {
    spendUntil(changeMs);
    busy[use] += by;
  }
  spendUntil(endMs);
  return { before, atEnd };
}

function noTimes(): Record<SlotUse, number> {
  const none = Object.fromEntries(BUSY_WITH.map((use) => [use, 0])) as Record<BusyWith, number>;
  return { ...none, unused: 0, tail: 0 };
}
