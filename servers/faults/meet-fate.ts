import type { Fate } from './contract/fate.ts';
import type { Gate } from './contract/gate.ts';
import { type Asked, appliesTo } from './contract/where.ts';
import { fate } from './decide-fate.ts';
import { failingOf } from './failing-of.ts';
import { fateTimes, heldMs } from './fate-times.ts';
import type { FaultWorld, Seating } from './fault-world.ts';
import type { GateSomewhere } from './faults-over-time.ts';

const NO_GATES: readonly Gate[] = [];

/** A request as it comes in, in whatever protocol. */
export interface Coming {
  /** What its fate depends on. */
  readonly key: string;
  /** The number of the connection that brought it, from 1. */
  readonly connection: number;
  /** The name of its run, where it has one. */
  readonly run?: string | undefined;
  /** The name of the agent that sent it, where several share its run. */
  readonly agent?: string | undefined;
  /** What has its headers, where its protocol has some: Node builds them when they are first looked at, at a cost. */
  readonly message?: Pick<Asked, 'headers'>;
}

/** A request that is counted and recorded. */
export interface Met {
  readonly fate: Fate;
  /** What it has to pass: of the same moment as its fate. */
  readonly gates: readonly Gate[];
  /** Its number in the recorder. */
  readonly id: number;
}

/**
 * Counts a request that comes in, decides its fate, and begins its record.
 *
 * @param seat where it belongs; default: to all that is asked of this server
 */
export function meetFate(
  world: FaultWorld,
  { key, connection, run, agent, message }: Coming,
  seat: Seating = world,
): Met {
  const { label, seed, timeScale, recorder } = world;
  const { profile, gates } = seat.faultsNow();
  const attempt = seat.nextAttempt(key, run);
  const headers = profile.length === 0 ? undefined : message?.headers;
  const decided = fate(profile, { label, seed, timeScale, key, attempt, headers });
  // How much of a body there is to pace shows when it has been sent.
  const times = fateTimes(decided, 0);
  const id = recorder.arrive({
    run,
    agent,
    key,
    attempt,
    connection,
    injectedMs: heldMs(times),
    serviceMs: times.serviceMs ?? 0,
    faults: decided.faults,
    failsBy: failingOf(decided),
  });
  return { fate: decided, gates: gates.length === 0 ? NO_GATES : gatesFor(gates, { key, attempt, headers }), id };
}

function gatesFor(gates: readonly GateSomewhere[], asked: Asked): Gate[] {
  return gates.filter(({ spec }) => appliesTo(spec, asked)).map(({ gate }) => gate);
}
