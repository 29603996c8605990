import type { RequestRecord } from '../../lib/request-record.ts';
import { byKey, retriesOf } from '../records/retries.ts';
import { type CrowdedRun, inTheRun, type Stay, stayOf } from './stays.ts';
import { addTo } from './sums.ts';

/** What of a name's run a server with shared limits has turned away, and who took up the server then. */
export interface RefusedRun {
  /** How many requests. */
  requests: number;
  /** How many of them were not asked for again. */
  forGood: number;
  /** When those of these came for which others took up most of the server: alone they would have had a place. */
  readonly displacedMs: number[];
  /** For each name the shares of the server that it took up at those moments, summed up. */
  readonly shares: Map<string | undefined, number>;
  /** The same of the milliseconds that went by until what was refused, and let through later, was asked for again. */
  readonly backOffMs: Map<string | undefined, number>;
}

/** What was turned away of all runs. */
export interface Refusals {
  readonly byName: ReadonlyMap<string, RefusedRun>;
  /** For how long each request that was let through had been put off by the refusals before it, in milliseconds. */
  readonly putOffMs: ReadonlyMap<RequestRecord, number>;
}

/** The share of a server that each name takes up at a moment. */
type Shares = readonly (readonly [name: string | undefined, share: number])[];

/** Whoever takes up so much of a server is in its own way first. */
const MOST = 0.5;

/** How the limit is called that turns away what comes too soon after others; where it does not, places are wanting. */
const RATE = /^rate\b/;

/**
 * What a server with shared limits has turned away. A refusal is shared out among those who hold places then, by how many each
 * holds, and where a rate turns away, is of who was let through the last; of the name itself where nobody was there.
 *
 * @param records of all names, as far as they are remembered
 */
export function refusals(records: readonly RequestRecord[], runs: readonly CrowdedRun[]): Refusals {
  const isCounted = inTheRun(runs);
  const ofRuns = records.filter((record) => isCounted(stayOf(record)));
  const refused = ofRuns.filter(({ shed }) => shed);
  if (refused.length === 0) return { byName: new Map(), putOffMs: new Map() };
  const { afterMs, putOffMs, forGood } = backOffs(ofRuns);
  const byName = new Map<string, RefusedRun>();
  const turnAway = (record: RequestRecord, shares: Shares) => {
    const run: RefusedRun = byName.get(record.run!) ?? nothingYet();
    byName.set(record.run!, run);
    run.requests += 1;
    const isForGood = forGood.has(record);
    if (isForGood) run.forGood += 1;
    const ownShare = shares.find(([name]) => name === record.run)?.[1] ?? 0;
    if (isForGood && ownShare < MOST) run.displacedMs.push(stayOf(record).fromMs);
    for (const [other, share] of shares) {
      addTo(run.shares, other, share);
      addTo(run.backOffMs, other, share * (afterMs.get(record) ?? 0));
    }
  };
  atEachRefusal(refused, records.filter(({ shed }) => !shed).map(stayOf), turnAway);
  return { byName, putOffMs };
}

function nothingYet(): RefusedRun {
  return { requests: 0, forGood: 0, displacedMs: [], shares: new Map(), backOffMs: new Map() };
}

interface BackOffs {
  /** How long it was until a request that was refused was asked for again, where that was let through in the end. */
  readonly afterMs: ReadonlyMap<RequestRecord, number>;
  readonly putOffMs: ReadonlyMap<RequestRecord, number>;
  readonly forGood: ReadonlySet<RequestRecord>;
}

/** Who is told how long to wait, and waits longer, does so by its own choice. */
function backOffs(records: readonly RequestRecord[]): BackOffs {
  const afterMs = new Map<RequestRecord, number>();
  const putOffMs = new Map<RequestRecord, number>();
  const forGood = new Set(records.filter(({ shed }) => shed));
  for (const asked of byKey(records)) {
    /** By the last of them, the refusals that followed each other. */
    const rows = new Map<RequestRecord, { failed: RequestRecord; ms: number }[]>();
    for (const { failed, record } of retriesOf(asked)) {
      if (!failed.shed) continue;
      forGood.delete(failed);
      const row = rows.get(failed) ?? [];
      const { retryAfterMs = Number.POSITIVE_INFINITY } = failed;
      row.push({ failed, ms: Math.min(record.arrivedMs - failed.arrivedMs, retryAfterMs) });
      if (record.shed) {
        rows.set(record, row);
      } else {
        for (const one of row) afterMs.set(one.failed, one.ms);
        putOffMs.set(
          record,
          row.reduce((sum, { ms }) => sum + ms, 0),
        );
      }
    }
  }
  return { afterMs, putOffMs, forGood };
}

/** Calls back for each refusal with the share that each name had of the server then. */
function atEachRefusal(
  refused: readonly RequestRecord[],
  stays: readonly Stay[],
  turnAway: (record: RequestRecord, shares: Shares) => void,
): void {
  const present = new Map<string | undefined, number>();
  let total = 0;
  let last: Stay | undefined;
  const hold = ({ name }: Stay, by: number) => {
    addTo(present, name, by);
    total += by;
  };
  const come = (stay: Stay) => {
    hold(stay, 1);
    last = stay;
  };
  const shares = ({ run, faults }: RequestRecord): Shares => {
    if (faults.some((fault) => RATE.test(fault))) return [[last === undefined ? run : last.name, 1]];
    return total === 0 ? [[run, 1]] : Array.from(present, ([name, count]) => [name, count / total]);
  };
  // Whoever comes and goes at the same moment held a place then.
  const moments = [
    ...stays.map((stay) => ({ atMs: stay.fromMs, happens: () => come(stay) })),
    ...refused.map((record) => ({ atMs: stayOf(record).fromMs, happens: () => turnAway(record, shares(record)) })),
    ...stays.map((stay) => ({ atMs: stay.endMs, happens: () => hold(stay, -1) })),
  ];
  for (const { happens } of moments.sort((a, b) => a.atMs - b.atMs)) happens();
}
