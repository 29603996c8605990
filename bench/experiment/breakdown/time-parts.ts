import type { Outcome } from '../../../clients/download/outcome.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Figures } from '../../result/figures.ts';
import { LOST_PARTS, type LostPart, type TimeParts } from '../../result/time-parts.ts';
import { clockOffset } from './clock-offset.ts';
import { fillSlots, type SlotUse } from './fill-slots.ts';
import { itemSpans } from './item-spans.ts';
import { seenItems } from './seen-items.ts';

/** What must be known of a cell to say where its time went. */
export interface TimedWork {
  readonly outcomes: readonly Outcome[];
  /** All that the server saw of the cell. */
  readonly records: readonly RequestRecord[];
  readonly plan: Plan;
  readonly figures: Pick<Figures, 'idealMs' | 'elapsedMs' | 'efficiency'>;
}

/** How slots are looked at. */
interface View {
  /** Which use of a slot counts where there are more items than slots. */
  readonly order: readonly Exclude<SlotUse, 'tail'>[];
  /** What the ideal may have some of itself, beyond the time that is injected. */
  readonly spared: readonly LostPart[];
}

const VIEWS: Readonly<Record<TimeParts['slotsOf'], View>> = {
  client: {
    order: [
      ...(['service', 'held', 'slowed', 'queued', 'retried', 'repeated', 'refused'] as const),
      ...(['unread', 'underWay', 'backOff', 'unused'] as const),
    ],
    // Where the longest flag alone needs all of the ideal time, other slots are empty for some of it.
    spared: ['tail', 'unused'],
  },
  server: {
    // If the client had a request to fill an empty slot with, it is the client's doing, whatever else is in flight.
    order: [
      ...(['service', 'slowed', 'unused', 'retried', 'repeated', 'refused'] as const),
      ...(['unread', 'underWay', 'backOff', 'queued', 'held'] as const),
    ],
    // Services that slow each other do so in the ideal, too, and there is a way to the first and from the last of them.
    spared: ['slowed', 'elsewhere', 'tail', 'unused'],
  },
};

/**
 * Where the time of a cell went, by the slots that end first: the client's, or the server's where the ideal is theirs. What
 * the ideal takes cannot be saved: the time that the faults injected, and slots that it leaves empty itself. The rest is
 * lost. Undefined where no efficiency is known.
 */
export function timeParts({ outcomes, records, plan, figures }: TimedWork): TimeParts | undefined {
  const { idealMs, elapsedMs, efficiency } = figures;
  if (efficiency === undefined || elapsedMs <= 0) return undefined;
  const slotsOf = isBoundByServer(plan) ? 'server' : 'client';
  const slots = slotsOf === 'server' ? plan.slots : plan.m;
  const items = seenItems(outcomes, records, plan);
  const offsetMs = clockOffset(items);
  const startMs = outcomes.reduce((first, outcome) => Math.min(first, outcome.startedMs), Number.POSITIVE_INFINITY);
  const { order, spared } = VIEWS[slotsOf];
  const { before, atEnd } = fillSlots({
    spans: items.flatMap((item) => itemSpans(item, offsetMs)),
    startMs,
    endMs: startMs + elapsedMs,
    lastStartMs: outcomes.reduce((last, outcome) => Math.max(last, outcome.startedMs), startMs),
    m: plan.m,
    slots,
    order,
  });
  // What a request has elsewhere fills no slot of the server while there are others that could.
  const elsewhere = slotsOf === 'server' ? before.held : 0;
  const injectedMs = before.service + before.held + atEnd.service + atEnd.held - elsewhere;
  const met = Object.fromEntries(
    LOST_PARTS.map((part) => [part, part === 'elsewhere' ? elsewhere : before[part] + atEnd[part]]),
  ) as Record<LostPart, number>;
  const lost = beyondIdeal(met, idealMs * slots - injectedMs, spared);
  return { slotsOf, slots, partsMs: averaged(lost, slots, elapsedMs) };
}

/** Whether the ideal is what the server's slots need, and neither the client's nor the longest flag. */
function isBoundByServer({ m, slots, idealMs, longestMs, sumMs }: Plan): boolean {
  return slots < m && idealMs > Math.max(longestMs, sumMs / m);
}

type Lost = Readonly<Record<LostPart, number>>;

/** What is lost, without what the ideal has of it: `spareMs`, taken from the parts that are spared, and then from all. */
function beyondIdeal(lost: Lost, spareMs: number, spared: readonly LostPart[]): Lost {
  const left = { ...lost };
  let spare = Math.max(0, spareMs);
  for (const part of spared) {
    const taken = Math.min(spare, left[part]);
    left[part] -= taken;
    spare -= taken;
  }
  const rest = Object.values(left).reduce((sum, ms) => sum + ms, 0);
  const share = rest <= spare ? 0 : 1 - spare / rest;
  return Object.fromEntries(Object.entries(left).map(([part, ms]) => [part, ms * share])) as Record<LostPart, number>;
}

/** As parts of the elapsed time, to a microsecond. What is not lost is the rest, so that nothing is missing. */
function averaged(lost: Lost, slots: number, elapsedMs: number): TimeParts['partsMs'] {
  const parts = LOST_PARTS.map((part) => [part, Math.floor((lost[part] / slots) * 1000) / 1000] as const);
  const lostMs = parts.reduce((sum, [, ms]) => sum + ms, 0);
  const injected = Math.max(0, elapsedMs - lostMs);
  return { injected, ...(Object.fromEntries(parts) as Record<LostPart, number>) };
}
