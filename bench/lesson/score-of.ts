import { parseProfile } from '../../servers/faults/profile.ts';
import { politeness, score } from '../../servers/room/score.ts';
import { shareOfIdeal } from '../../servers/room/share-of-ideal.ts';
import type { Seen } from './trial.ts';

/** What a client's verdict comes to, as on the scoreboard of a room. */
export interface Scored {
  /** The shortest time for anybody over the time that it took, 0 to 1; undefined where it cannot be said. */
  readonly share: number | undefined;
  /** Why it cannot be said; undefined where it can. */
  readonly withheld: string | undefined;
  /** From 0 to 1. */
  readonly politeness: number;
  /** Percent of ideal × politeness, from 0 to 100; undefined where there is no share. */
  readonly score: number | undefined;
}

/**
 * The score of a round.
 *
 * @param faults of its server
 * @param slots how many it serves at once
 */
export function scoreOf({ records, verdict }: Seen, faults: readonly string[], slots: number): Scored {
  const share = shareOfIdeal(records, verdict, { slots, profile: parseProfile(faults) });
  return {
    share: share.efficiency,
    withheld: share.efficiencyWithheld,
    politeness: politeness(verdict),
    score: score({ ...verdict, ...share }),
  };
}
