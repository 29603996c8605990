import type { RequestRecord } from '../../lib/request-record.ts';
import { type CrowdedRun, inTheRun, MOST_NAMED, type Stay, stayOf } from './crowding.ts';

/** What of a name's requests a server with shared limits has turned away, and who took up the server then. */
export interface TurnedAway {
  /** How many. */
  readonly requests: number;
  /** The share that it took up itself at those moments on average, from 0 to 1: of the places, slots and line, or of what a rate let through. */
  readonly ownShare: number;
  /** Who took it up, each with its share on average, the most first, five at most; itself among them. */
  readonly heldBy: readonly { readonly name: string | undefined; readonly share: number }[];
}

/** How the limit is called that turns away what comes too soon after others; where it does not, places are wanting. */
const RATE = /^rate\b/;

/**
 * Who took up a server when requests were turned away: who asks for little is refused what others hold, and that is not its own
 * doing. Where a rate turns away, it is who was let through the last: on average that is each by its share of what was.
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
  const held = sharesHeld(refused, stays);
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

/** For each name that was turned away, how often somebody took up the server then, and the shares of it that each name had, summed up. */
function sharesHeld(refused: readonly RequestRecord[], stays: readonly Stay[]): ReadonlyMap<string, Held> {
  const present = new Map<string | undefined, number>();
  const byName = new Map<string, Held>();
  let total = 0;
  let last: Stay | undefined;
  const hold = ({ name }: Stay, by: number) => {
    const count = (present.get(name) ?? 0) + by;
    if (count === 0) present.delete(name);
    else present.set(name, count);
    total += by;
  };
  const come = (stay: Stay) => {
    hold(stay, 1);
    last = stay;
  };
  const turnAway = ({ run, faults }: RequestRecord) => {
    const isTooSoon = faults.some((fault) => RATE.test(fault));
    if (isTooSoon ? last === undefined : total === 0) return;
    const held = byName.get(run!) ?? { times: 0, sums: new Map() };
    byName.set(run!, held);
    held.times += 1;
    const add = (other: string | undefined, share: number) => held.sums.set(other, (held.sums.get(other) ?? 0) + share);
    if (isTooSoon) add(last!.name, 1);
    else for (const [other, count] of present) add(other, count / total);
  };
  // Whoever comes and goes at the same moment held a place then.
  const moments = [
    ...stays.map((stay) => ({ atMs: stay.fromMs, happens: () => come(stay) })),
    ...refused.map((record) => ({ atMs: stayOf(record).fromMs, happens: () => turnAway(record) })),
    ...stays.map((stay) => ({ atMs: stay.endMs, happens: () => hold(stay, -1) })),
  ];
  for (const { happens } of moments.sort((a, b) => a.atMs - b.atMs)) happens();
  return byName;
}
