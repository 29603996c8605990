import type { SeenItem } from './seen-items.ts';

/** So many of the items, as a share, may have wrong times without setting a clock wrong. */
const WRONG_SHARE = 0.1;

/**
 * What is to be added to a moment on the server's clock to have it on the client's, in milliseconds. No request arrives
 * before it is sent, and no answer is read before it has ended. Where the way was shortest, there and back are thought to
 * have taken equally long (Mills, "Internet Time Synchronization: The Network Time Protocol", 1991).
 *
 * @returns 0 where nothing is known
 */
export function clockOffset(items: readonly SeenItem[]): number {
  const there = shortest(
    items.flatMap(({ outcome, requests: [first] }) =>
      first === undefined ? [] : [first.record.arrivedMs - outcome.startedMs],
    ),
  );
  const back = shortest(
    items.flatMap(({ outcome, requests }) => {
      const { endedMs, ending } = requests.at(-1)?.record ?? {};
      // Of who has gone the server hears late.
      return endedMs === undefined || ending !== 'sent' ? [] : [outcome.endedMs - endedMs];
    }),
  );
  if (there === undefined) return 0;
  return back === undefined ? -there : (back - there) / 2;
}

function shortest(ways: readonly number[]): number | undefined {
  return ways.toSorted((a, b) => a - b)[Math.floor(ways.length * WRONG_SHARE)];
}
