import { type Span, timeOver } from '../../lib/queueing/in-flight.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { roundedSeconds } from '../../lib/units/duration.ts';
import { hasObeyed, type Retry, wasTold } from './retries.ts';

/** A smaller share of the makespan changes no efficiency as it is printed. */
const LEAST_SHARE = 0.01;

/** What there is of a run to look through. */
export interface Waited {
  readonly records: readonly RequestRecord[];
  readonly retries: readonly Retry[];
  readonly makespanMs: number;
}

/**
 * Says for how long something hung, or a retry did not come before it should; undefined where that is next to nothing. Such
 * time is not lost by the client's concurrency, so it may not count against it. It is no work that was done either, and
 * ends when the client's patience does: with it in the ideal, the longest patience would come closest.
 */
export function imposedWait({ records, retries, makespanMs }: Waited): string | undefined {
  const lastMs = records.reduce((latest, { arrivedMs, endedMs }) => Math.max(latest, endedMs ?? arrivedMs), 0);
  const hung = records
    .filter(({ failsBy }) => failsBy === 'hang')
    .map(({ arrivedMs, endedMs = lastMs }) => ({ startMs: arrivedMs, endMs: endedMs }));
  const told = retries.filter((retry) => wasTold(retry) && hasObeyed(retry)).map(toldToWait);
  const ms = timeOver([...hung, ...told], 0);
  if (ms <= LEAST_SHARE * makespanMs) return undefined;
  const time = roundedSeconds(ms);
  if (told.length === 0) return `something hung for ${time}`;
  if (hung.length === 0) return `${time} went by before retries, as long as Retry-After had said`;
  return `for ${time} something hung, or a retry had not come yet, as long as Retry-After had said`;
}

function toldToWait({ failed: { firstByteMs = 0, retryAfterMs = 0 } }: Retry): Span {
  return { startMs: firstByteMs, endMs: firstByteMs + retryAfterMs };
}
