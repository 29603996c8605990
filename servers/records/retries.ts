import type { RequestRecord } from '../../lib/request-record.ts';
import { hasFailed } from './failed.ts';

/** A request that came after another of its key and run had failed. */
export interface Retry {
  readonly failed: RequestRecord;
  readonly record: RequestRecord;
  /** From the end of the one that failed to the arrival of this one. */
  readonly waitMs: number;
}

/** The requests for one key in one run, in order of arrival. */
export type Asked = readonly RequestRecord[];

/** Puts together what was asked for with one key in one run: each run asks for itself. */
export function byKey(records: readonly RequestRecord[]): Asked[] {
  // No key and no name of a run holds a line end.
  return [...Map.groupBy(records, ({ run = '', key }) => `${run}\n${key}`).values()];
}

/**
 * The retries among the requests for one key, in order of arrival. Only what arrives after the end of a failed request can
 * be a retry of it: what was sent before did not know of the failure. Each failure is retried once, the first that ended
 * first, and whatever else comes repeats what had not failed.
 */
export function retriesOf(asked: Asked): Retry[] {
  const failures = asked.filter(hasFailed).toSorted((a, b) => endOf(a) - endOf(b));
  const retries: Retry[] = [];
  for (const record of asked) {
    const failed = failures[retries.length];
    if (failed === undefined) break;
    const waitMs = record.arrivedMs - endOf(failed);
    // What was refused in less time than a clock can tell is no retry of itself.
    if (waitMs >= 0 && record !== failed) retries.push({ failed, record, waitMs });
  }
  return retries;
}

/** The waits before retries that followed each other, each of the one before it: first to second, second to third, and so on. */
export function waitsInARow(retries: readonly Retry[]): number[][] {
  const rows = new Map<RequestRecord, number[]>();
  for (const { failed, record, waitMs } of retries) {
    const row = rows.get(failed) ?? [];
    row.push(waitMs);
    rows.delete(failed);
    rows.set(record, row);
  }
  return [...rows.values()];
}

/** Whether the answer that it comes after told it, by Retry-After, how long to wait. */
export function wasTold({ failed }: Retry): boolean {
  return failed.retryAfterMs !== undefined;
}

/**
 * Whether a client that was told so waited as long. It counts from when it reads the header, which may be before a busy server
 * has noted the end of the answer.
 */
export function hasObeyed({ failed: { firstByteMs = 0, retryAfterMs = 0 }, record }: Retry): boolean {
  // A clock may be a millisecond off between two machines' roundings.
  return record.arrivedMs - firstByteMs >= retryAfterMs - 1;
}

/** One that is left hanging has failed, and no end yet. */
function endOf({ endedMs = Number.POSITIVE_INFINITY }: RequestRecord): number {
  return endedMs;
}
