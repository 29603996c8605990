import { draw } from '../../lib/chance/draw.ts';
import type { Item } from '../../lib/queueing/item.ts';
import { type SimulatedRun, simulateQueue } from '../../lib/queueing/simulate-queue.ts';
import { capacitiesOf } from '../../servers/faults/limits/capacity-spec.ts';
import type { PlanRequest } from './plan.ts';
import { plannedItems } from './planned-items.ts';
import { outcomeOfStatus, type PlannedFate } from './planned-requests.ts';

/** What will happen to one item among the others of its download. */
export interface ForetoldFate extends PlannedFate {
  /** Whether a full queue turns it away. */
  readonly shed: boolean;
}

/** The fewest and the most of something that may happen. */
export interface Spread {
  readonly low: number;
  readonly high: number;
}

/** What a client with m requests in flight will meet that is alone with its server. */
export interface Foretelling {
  /**
   * Without any overhead of client and server, and as if they came in the order in which they are sent. What a crawl does
   * not find, since what leads to it is turned away or given up, is left out.
   */
  readonly fates: readonly ForetoldFate[];
  /** How long it takes from the first start to the last end. */
  readonly makespanMs: number;
  /** How many items a full queue turns away. */
  readonly shed: Spread;
  /** How many are given up after the timeout only because they waited in line. */
  readonly givenUp: Spread;
}

/**
 * How long client and server may take for a request on top, each way, in milliseconds: from none to what a client takes that
 * has just been started and opens a hundred connections at once, on a computer with other work. A very busy one takes more.
 */
const OVERHEADS_MS = [0, 1, 5, 20, 50, 100, 150];

/**
 * Foretells a download among whose items there is a race for the slots of the server: which find the queue full, and
 * which wait so long that they are given up. A limit of rate is not looked at.
 */
export function foretell(request: PlanRequest): Foretelling {
  const { fates, items, stations } = plannedItems(request);
  const { m, timeoutMs, startsMs } = request;
  const situation = { m, timeoutMs, stations, startsMs };
  const runs = OVERHEADS_MS.map((overheadMs) =>
    simulateQueue(slowedDown(items, fates, request, overheadMs), situation),
  );
  const policies = capacitiesOf(request.profile).map(({ shed }) => shed);
  const statusBy = (station: number) => {
    const policy = policies[station];
    return typeof policy === 'number' ? policy : undefined;
  };
  return {
    fates: runs[0]!.items.flatMap(({ outcome, shedBy }, i) => {
      if (outcome === 'unfound') return [];
      const fate = fates[i]!;
      const shed = shedBy !== undefined;
      const status = shed ? statusBy(shedBy) : fate.status;
      if (outcome === 'timeout') return { ...fate, status, outcome, shed };
      return shed ? { ...fate, status, outcome: outcomeOfStatus(status), shed } : { ...fate, shed };
    }),
    makespanMs: runs[0]!.makespanMs,
    shed: spread(runs, ({ items: simulated }) => simulated.filter(({ shedBy }) => shedBy !== undefined).length),
    givenUp: spread(runs, ({ items: simulated }) =>
      // Without a queue nothing is given up in one: a time near the timeout is no more than that.
      stations.length === 0
        ? 0
        : simulated.filter(
            ({ outcome, shedBy }, i) =>
              outcome === 'timeout' && shedBy === undefined && fates[i]!.outcome !== 'timeout',
          ).length,
    ),
  };
}

/** The items on a computer that needs up to so long for each way of a request. */
function slowedDown(
  items: readonly Item[],
  fates: readonly PlannedFate[],
  { seed, label }: PlanRequest,
  overheadMs: number,
): readonly Item[] {
  if (overheadMs === 0) return items;
  return items.map((item, i) => {
    const stream = { seed, label, fault: 'overhead', key: fates[i]!.code, attempt: i };
    return {
      ...item,
      beforeMs: item.beforeMs + overheadMs * draw(stream, 0),
      afterMs: item.afterMs + overheadMs * draw(stream, 1),
    };
  });
}

function spread(runs: readonly SimulatedRun[], countOf: (run: SimulatedRun) => number): Spread {
  const counts = runs.map(countOf);
  return { low: Math.min(...counts), high: Math.max(...counts) };
}
