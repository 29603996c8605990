import type { Outcome } from '../../../clients/download/outcome.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { askedItem } from '../../command/item-key.ts';
import type { Plan } from '../../plan/plan.ts';
import { beginningMs } from '../../result/latency.ts';

/** One request for an item. */
export interface ItemRequest {
  readonly record: RequestRecord;
  /** Whether the plan counts on it; else the client has asked again, after a failure or without one. */
  readonly reason: 'planned' | 'retried' | 'repeated';
}

/** One item, as its client and the server saw it, each by a clock of its own. */
export interface SeenItem {
  readonly outcome: Outcome;
  /** In order of arrival. */
  readonly requests: readonly ItemRequest[];
}

/**
 * Puts each item beside the requests that the server has seen for it. Of a flag that is an item several times, each of
 * them gets one request, in the order in which they were sent, and the last the rest.
 */
export function seenItems(outcomes: readonly Outcome[], records: readonly RequestRecord[], plan: Plan): SeenItem[] {
  const requests = Map.groupBy(itemRequests(records, plan), ({ record }) => askedItem(record.key)?.code);
  const items = Map.groupBy(outcomes, ({ code }) => code);
  return [...items].flatMap(([code, group]) => {
    const own = requests.get(code) ?? [];
    const inTurn = group.toSorted((a, b) => beginningMs(a) - beginningMs(b));
    const last = inTurn.length - 1;
    return inTurn.map((outcome, i) => ({ outcome, requests: i === last ? own.slice(i) : own.slice(i, i + 1) }));
  });
}

/** What a server did that the client may take for a failure. */
export function looksFailed({ ending, status = 0 }: RequestRecord): boolean {
  return ending !== 'sent' || status >= 400;
}

/** Of each key the first ones are those that are planned; what a limit has turned away is not one of them. */
function itemRequests(records: readonly RequestRecord[], { fates }: Plan): ItemRequest[] {
  const left = new Map<string, number>();
  const add = (name: string, count: number) => left.set(name, (left.get(name) ?? 0) + count);
  for (const { code, isMetadata } of fates) add(`${code} ${!isMetadata}`, 1);
  const before = new Map<string, RequestRecord>();
  return records.map((record) => {
    const { code, isImage } = askedItem(record.key) ?? {};
    const name = `${code} ${isImage}`;
    const last = before.get(name);
    before.set(name, record);
    if (record.shed) return { record, reason: 'planned' };
    add(name, -1);
    if (left.get(name)! >= 0) return { record, reason: 'planned' };
    return { record, reason: last !== undefined && isAfter(record, last) ? 'retried' : 'repeated' };
  });
}

/** Whether the failure of one can have led to the other: of two that were sent at once, the loser ends after the winner. */
function isAfter({ endedMs: laterMs = Number.POSITIVE_INFINITY }: RequestRecord, last: RequestRecord): boolean {
  return looksFailed(last) && last.endedMs !== undefined && last.endedMs < laterMs;
}
