import type { RequestRecord } from '../../lib/request-record.ts';
import { type CrowdedRun, inTheRun, MOST_NAMED, type Stay, stayOf } from './crowding.ts';

/** What of a name's requests a server with shared places has turned away, and who held the places then. */
export interface TurnedAway {
  /** How many. */
  readonly requests: number;
  /** The share of the places, slots and line, that it held itself at those moments on average, from 0 to 1; of a limit that is no matter of places, all. */
  readonly ownShare: number;
  /** Who held the places, each with its share of them on average, the most first, five at most; itself among them. */
  readonly heldBy: readonly { readonly name: string | undefined; readonly share: number }[];
}

/** How the limit is called that turns away for want of places. */
const PLACES = /^capacity\b/;

/**
 * Who held the places of a server when requests were turned away: who asks for little is refused what others hold, and that is
 * not its own doing.
 *
 * @param records of all names, as far as they are remembered
 * @returns by name, of those that were turned away in their run
 */
export function turnedAway(
  records: readonly RequestRecord[],
  runs: readonly CrowdedRun[],
): ReadonlyMap<string, TurnedAway> {
  const isCounted = inTheRun(runs);
  const refused = records.filter((record) => record.shed && isCounted(stayOf(record)));
  if (refused.length === 0) return new Map();
  const stays = records.filter(({ shed }) => !shed).map(stayOf);
  const forPlaces = refused.filter(({ faults }) => faults.some((fault) => PLACES.test(fault)));
  const held = sharesHeld(forPlaces.map(stayOf), stays);
  return new Map(
    Array.from(
      Map.groupBy(refused, ({ run }) => run!),
      ([name, { length: requests }]) => {
        const { times = 0, sums = new Map<string | undefined, number>() } = held.get(name) ?? {};
        const heldBy = Array.from(sums, ([other, sum]) => ({ name: other, share: sum / times }));
        const ownShare = (requests - times + (sums.get(name) ?? 0)) / requests;
        return [name, { requests, ownShare, heldBy: heldBy.sort((a, b) => b.share - a.share).slice(0, MOST_NAMED) }];
      },
    ),
  );
}

interface Held {
  times: number;
  readonly sums: Map<string | undefined, number>;
}

/** For each name that was turned away, how often somebody held places then, and the shares of them that each name held, summed up. */
function sharesHeld(refused: readonly Stay[], stays: readonly Stay[]): ReadonlyMap<string, Held> {
  const present = new Map<string | undefined, number>();
  const byName = new Map<string, Held>();
  let total = 0;
  const hold = ({ name }: Stay, by: number) => {
    const count = (present.get(name) ?? 0) + by;
    if (count === 0) present.delete(name);
    else present.set(name, count);
    total += by;
  };
  const turnAway = ({ name }: Stay) => {
    if (total === 0) return;
    const held = byName.get(name!) ?? { times: 0, sums: new Map() };
    byName.set(name!, held);
    held.times += 1;
    for (const [other, count] of present) held.sums.set(other, (held.sums.get(other) ?? 0) + count / total);
  };
  // Whoever comes and goes at the same moment held a place then.
  const moments = [
    ...stays.map((stay) => ({ atMs: stay.fromMs, happens: () => hold(stay, 1) })),
    ...refused.map((stay) => ({ atMs: stay.fromMs, happens: () => turnAway(stay) })),
    ...stays.map((stay) => ({ atMs: stay.endMs, happens: () => hold(stay, -1) })),
  ];
  for (const { happens } of moments.sort((a, b) => a.atMs - b.atMs)) happens();
  return byName;
}
