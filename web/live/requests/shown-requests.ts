import type { RequestRecord } from '../../../lib/request-record.ts';
import type { RequestsEvent } from '../../../servers/control/requests-feed.ts';

/** So many requests are shown at most: where there are more, a choice of them. */
export const MOST_SHOWN = 2000;

/** How much of time can be looked at, in seconds. */
export const WINDOWS_S = [5, 10, 30, 60];
const LONGEST_WINDOW_S = Math.max(...WINDOWS_S);

/**
 * A request, and the lane that its bar lies in: the lowest that was free when it came, so that lanes in use are requests in
 * flight. Each agent has lanes of its own.
 */
export interface Bar {
  readonly record: RequestRecord;
  /** Whether it waits for a place. */
  readonly isWaiting: boolean;
  readonly lane: number;
}

/** The last requests of a server. */
export interface ShownRequests {
  readonly label: string | undefined;
  /** The run that they are of. */
  readonly runs: number;
  /** What the page's clock is ahead of the run's, in milliseconds. */
  readonly aheadMs: number;
  /** In the order in which they came. */
  readonly bars: readonly Bar[];
  /** Those before this number have been cleared away. */
  readonly fromSeq: number;
  /** The first number of the run that has not come: all before it have, be they shown or not. */
  readonly nextSeq: number;
}

/** Before anything has been told. */
export const NO_REQUESTS: ShownRequests = { label: undefined, runs: 0, aheadMs: 0, bars: [], fromSeq: 0, nextSeq: 0 };

/** The requests with what an event tells of them; those of another server or run are gone. */
export function withEvent(before: ShownRequests, event: RequestsEvent): ShownRequests {
  const { label, runs, nowMs, records, waiting, nextSeq } = event;
  const isSame = before.label === label && before.runs === runs;
  const bars = new Map((isSame ? before.bars : []).map((bar) => [bar.record.seq, bar]));
  const ends = laneEnds([...bars.values()]);
  const waits = new Set(waiting);
  const fromSeq = isSame ? before.fromSeq : 0;
  for (const record of records.filter(({ seq }) => seq >= fromSeq).toSorted((a, b) => a.seq - b.seq)) {
    const known = bars.get(record.seq);
    const ownEnds = ends.get(record.agent) ?? [];
    ends.set(record.agent, ownEnds);
    const lane = known?.lane ?? freeLane(ownEnds, record.arrivedMs);
    bars.set(record.seq, { record, isWaiting: waits.has(record.seq), lane });
    ownEnds[lane] = record.endedMs ?? Number.POSITIVE_INFINITY;
  }
  return {
    label,
    runs,
    aheadMs: performance.now() - nowMs,
    bars: chosen(
      [...bars.values()].sort((a, b) => a.record.seq - b.record.seq),
      nowMs,
    ),
    fromSeq,
    nextSeq,
  };
}

/**
 * As many as can be shown: where there are more, each second, fourth or eighth of those that have ended, so that a time without
 * bars was one without requests. What nobody can look at any more goes first.
 */
function chosen(bars: readonly Bar[], nowMs: number): readonly Bar[] {
  if (bars.length <= MOST_SHOWN) return bars;
  let kept = bars.filter(({ record: { endedMs = nowMs } }) => endedMs >= nowMs - LONGEST_WINDOW_S * 1000);
  for (let every = 2; kept.length > MOST_SHOWN && every <= MOST_SHOWN; every *= 2) {
    kept = kept.filter(({ record: { seq, endedMs } }) => endedMs === undefined || seq % every === 0);
  }
  return kept.slice(-MOST_SHOWN);
}

/** The bars of each agent, by the agents' names; first those that are none's. */
export function byAgent(bars: readonly Bar[]): [agent: string | undefined, own: Bar[]][] {
  const agents = [...Map.groupBy(bars, ({ record }) => record.agent)];
  return agents.sort(([a = ''], [b = '']) => a.localeCompare(b));
}

/** How many have come since the run began, or since they were cleared away: shown, left out of too many at once, or too long ago. */
export function countOfAll({ nextSeq, fromSeq }: ShownRequests): number {
  return nextSeq - fromSeq;
}

/** Whether some are left out that have come after others that are shown, since there were too many at once. */
export function isChoice({ bars, nextSeq }: ShownRequests): boolean {
  return bars.length > 0 && nextSeq - bars[0]!.record.seq > bars.length;
}

/** The same without what has come so far; what of it is open does not come back when it ends. */
export function cleared(before: ShownRequests): ShownRequests {
  return { ...before, bars: [], fromSeq: before.nextSeq };
}

/** Until when each lane is taken, for each agent. */
function laneEnds(bars: readonly Bar[]): Map<string | undefined, number[]> {
  const ends = new Map<string | undefined, number[]>();
  for (const [agent, own] of byAgent(bars)) {
    const ofAgent: number[] = [];
    for (const { lane, record } of own) {
      ofAgent[lane] = Math.max(ofAgent[lane] ?? 0, record.endedMs ?? Number.POSITIVE_INFINITY);
    }
    ends.set(
      agent,
      Array.from(ofAgent, (end) => end ?? 0),
    );
  }
  return ends;
}

function freeLane(ends: readonly number[], arrivedMs: number): number {
  const free = ends.findIndex((end) => end <= arrivedMs);
  return free === -1 ? ends.length : free;
}
