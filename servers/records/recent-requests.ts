import type { RequestRecord } from '../../lib/request-record.ts';
import type { Recorder } from './recorder.ts';

/** What somebody who looks on has seen of a server's requests, and how much more there is to be. */
export interface SeenRequests {
  /** In which run, as {@link LiveFigures} counts them; 0 for nothing seen. */
  readonly runs: number;
  /** The first request of that run that has not been seen. */
  readonly sinceSeq: number;
  /** Those of that run that were seen and were not over. */
  readonly open: readonly number[];
  /** Those of them that waited for a place. */
  readonly waiting: readonly number[];
  /** So many of those that have come since are wanted at most. */
  readonly most: number;
}

/** The requests that have come since, and those that have got their place or are over by now. */
export interface RecentRequests {
  readonly runs: number;
  /** The moment of the run that this is told of, in milliseconds. */
  readonly nowMs: number;
  readonly records: readonly RequestRecord[];
  /** The numbers of those of them that wait for a place. */
  readonly waiting: readonly number[];
  /** The first request of the run that has not come. */
  readonly nextSeq: number;
  /** How many have come and are not among the records, since there were too many. */
  readonly skipped: number;
}

/**
 * What has become of a server's requests since somebody last looked. Of too many that have come those are taken that are equally
 * far apart. In another run, and where nothing had been seen, it is the last ones.
 */
export function recentRequests(recorder: Recorder, seen: SeenRequests): RecentRequests {
  const { runs, counts } = recorder;
  const { sinceSeq, open, waiting, most } = seen.runs === runs ? seen : lastOnes(counts.requests, seen.most);
  const count = counts.requests - sinceSeq;
  const step = Math.max(1, count / most);
  const come = Array.from({ length: Math.min(count, most) }, (_, i) => sinceSeq + Math.floor(i * step));
  const hadToWait = new Set(waiting);
  const changed = open.filter((seq) => {
    const isOver = recorder.recordAt(seq)?.ending !== 'open';
    return isOver || (hadToWait.has(seq) && !recorder.isWaiting(seq));
  });
  const told = [...changed, ...come];
  return {
    runs,
    nowMs: recorder.elapsedMs,
    records: told.map((seq) => recorder.recordAt(seq)).filter((record) => record !== undefined),
    waiting: told.filter((seq) => recorder.isWaiting(seq)),
    nextSeq: counts.requests,
    skipped: Math.max(0, count - most),
  };
}

function lastOnes(requests: number, most: number): Omit<SeenRequests, 'runs'> {
  return { sinceSeq: Math.max(0, requests - most), open: [], waiting: [], most };
}
