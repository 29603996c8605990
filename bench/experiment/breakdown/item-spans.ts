import type { RequestRecord } from '../../../lib/request-record.ts';
import { type ItemRequest, looksFailed, type SeenItem } from './seen-items.ts';

/** What an item is at while its client has begun it. */
export const BUSY_WITH = [
  'service',
  'held',
  'slowed',
  'queued',
  'retried',
  'repeated',
  'refused',
  'underWay',
  'unread',
  'backOff',
] as const;

/**
 * One of these: in service in a slot of the server, or held by its fate elsewhere; the others are called as the parts of
 * the time that they become.
 */
export type BusyWith = (typeof BUSY_WITH)[number];

/** A time that an item spends, in milliseconds on the client's clock. */
export interface ItemSpan {
  readonly with: BusyWith;
  readonly startMs: number;
  readonly endMs: number;
}

interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * What an item was at from its start to its end: whatever its requests had of the server, and between them what the client
 * did. Two requests at once are two spans at once.
 *
 * @param offsetMs what is to be added to the server's clock to have the client's
 */
export function itemSpans({ outcome, requests }: SeenItem, offsetMs: number): ItemSpan[] {
  const { startedMs, endedMs } = outcome;
  const within = (ms: number) => Math.min(endedMs, Math.max(startedMs, ms + offsetMs));
  const spans: ItemSpan[] = [];
  let untilMs = startedMs;
  let before: ItemRequest | undefined;
  for (const request of requests) {
    const { arrivedMs, endedMs: goneMs = Number.POSITIVE_INFINITY } = request.record;
    const stretch = { startMs: within(arrivedMs), endMs: within(goneMs) };
    if (stretch.startMs > untilMs) {
      spans.push({ with: awaited(before), startMs: untilMs, endMs: stretch.startMs });
    }
    spans.push(...requestSpans(request, stretch));
    if (stretch.endMs >= untilMs) before = request;
    untilMs = Math.max(untilMs, stretch.endMs);
  }
  spans.push({ with: before === undefined ? 'underWay' : 'unread', startMs: untilMs, endMs: endedMs });
  return spans.filter(({ startMs, endMs }) => endMs > startMs);
}

/** What the client waits for before a request, after another one. */
function awaited(before: ItemRequest | undefined): BusyWith {
  if (before === undefined) return 'underWay';
  if (before.record.shed) return 'refused';
  return looksFailed(before.record) ? 'backOff' : 'underWay';
}

function requestSpans({ record, reason }: ItemRequest, stretch: Stretch): ItemSpan[] {
  if (record.shed) return [{ with: 'refused', ...stretch }];
  if (reason !== 'planned') return [{ with: reason, ...stretch }];
  return inTurn(stages(record), stretch);
}

/** What a request goes through on the server, and how long it is to take; what is left over at its end was not foreseen. */
function stages(record: RequestRecord): [BusyWith, number][] {
  const { arrivedMs, startedMs, queuedMs, injectedMs, serviceMs, failsBy } = record;
  // What it had of one capacity before it queued at the next is part of its service.
  const heldBeforeMs =
    queuedMs > 0 ? Math.max(0, Math.min(startedMs - queuedMs - arrivedMs, injectedMs - serviceMs)) : 0;
  // Whoever waits for what never comes is held for as long as it waits.
  const heldAfterMs = failsBy === 'hang' ? Number.POSITIVE_INFINITY : injectedMs - heldBeforeMs - serviceMs;
  return [
    ['held', heldBeforeMs],
    ['queued', queuedMs],
    ['service', serviceMs],
    ['held', heldAfterMs],
  ];
}

/** The stages one after the other, as far as there is room; the server was slowed for what is left. */
function inTurn(stages: readonly [BusyWith, number][], { startMs, endMs }: Stretch): ItemSpan[] {
  let atMs = startMs;
  const spans = stages.map(([busyWith, ms]) => {
    const span = { with: busyWith, startMs: atMs, endMs: Math.min(endMs, atMs + Math.max(0, ms)) };
    atMs = span.endMs;
    return span;
  });
  return [...spans, { with: 'slowed', startMs: atMs, endMs }];
}
