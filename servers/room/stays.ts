import type { RequestRecord } from '../../lib/request-record.ts';

/** A run of a name at a server that it shares with others. */
export interface CrowdedRun {
  readonly name: string;
  /** When it began, on the clock of the records. */
  readonly sinceMs: number;
}

/** From when to when a request waited, and from then on held a slot. */
export interface Stay {
  readonly name: string | undefined;
  readonly arrivedMs: number;
  readonly fromMs: number;
  readonly startedMs: number;
  readonly endMs: number;
}

/** Whether a request is of the run that its name is in. */
export function inTheRun(runs: readonly CrowdedRun[]): (stay: Stay) => boolean {
  const sinceMs = new Map(runs.map((run) => [run.name, run.sinceMs]));
  return ({ name, fromMs }) => fromMs >= (sinceMs.get(name ?? '') ?? Number.POSITIVE_INFINITY);
}

/** When a request came to the places of a server, and how long it held one. */
export function stayOf({
  run,
  arrivedMs,
  startedMs,
  queuedMs,
  serviceMs,
  endedMs = Number.POSITIVE_INFINITY,
}: RequestRecord): Stay {
  return {
    name: run,
    arrivedMs,
    fromMs: startedMs - queuedMs,
    startedMs,
    endMs: Math.min(endedMs, startedMs + serviceMs),
  };
}
