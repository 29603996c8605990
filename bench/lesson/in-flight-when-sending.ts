import { mean } from 'simple-statistics';
import type { RequestRecord } from '../../lib/request-record.ts';

/**
 * How many requests were in flight, on average, when one was sent that had to wait for a slot: the request itself included. A
 * client that sends the next as soon as one is answered has m; one that sends m together and waits for all has about half.
 */
export function inFlightWhenSending(records: readonly RequestRecord[], m: number): number {
  const inTurn = records.toSorted((a, b) => a.arrivedMs - b.arrivedMs);
  const counts = inTurn.slice(m).map(({ arrivedMs }) => {
    return inTurn.filter((other) => other.arrivedMs <= arrivedMs && (other.endedMs ?? Infinity) > arrivedMs).length;
  });
  return counts.length === 0 ? 0 : mean(counts);
}
