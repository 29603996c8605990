import type { Refusals } from './refusals.ts';
import { mostFirst } from './sums.ts';

/** What of a name's requests a server with shared limits has turned away, and who took up the server then. */
export interface TurnedAway {
  /** How many. */
  readonly requests: number;
  /** How many of them were not asked for again. */
  readonly forGood: number;
  /** The share that it took up itself at those moments on average, from 0 to 1: of the places, slots and line, or of what a rate let through. */
  readonly ownShare: number;
  /** Who took it up, each with its share on average, the most first, five at most; itself among them. */
  readonly heldBy: readonly { readonly name: string | undefined; readonly share: number }[];
}

/**
 * Who took up a server when requests were turned away: who asks for little is refused what others hold, and that is not its own
 * doing. Where a rate turns away, it is who was let through the last: on average that is each by its share of what was.
 *
 * @returns by name, of those that were turned away in their run
 */
export function turnedAway({ byName }: Refusals): ReadonlyMap<string, TurnedAway> {
  return new Map(
    Array.from(byName, ([name, { requests, forGood, shares }]) => {
      const heldBy = mostFirst(shares).map(([other, sum]) => ({ name: other, share: sum / requests }));
      return [name, { requests, forGood, ownShare: (shares.get(name) ?? 0) / requests, heldBy }];
    }),
  );
}
