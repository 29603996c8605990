import type { RequestRecord } from '../../lib/request-record.ts';

/**
 * How many requests were in flight when one was sent that had to wait for a slot, the request itself included: a count for
 * each of them, in the order in which they arrived. A client that sends the next as soon as one is answered has m each time;
 * one that sends m together and waits for all has 1, 2, 3 … m.
 */
export function inFlightWhenSending(records: readonly RequestRecord[], m: number): number[] {
  const inTurn = records.toSorted((a, b) => a.arrivedMs - b.arrivedMs);
  return inTurn.slice(m).map(({ arrivedMs }) => {
    return inTurn.filter((other) => other.arrivedMs <= arrivedMs && (other.endedMs ?? Infinity) > arrivedMs).length;
  });
}
