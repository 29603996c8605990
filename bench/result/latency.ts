/** When something was asked for and answered, as an outcome and a record of it say. */
interface Times {
  readonly scheduledMs?: number | undefined;
  readonly startedMs: number;
  readonly endedMs: number;
}

/** How long an item took; where requests start on schedule, a late start is part of what it waited. */
export function latencyMs(times: Times): number {
  return times.endedMs - beginningMs(times);
}

/** When an item began to wait: at its time on the schedule, or else when its first request was sent. */
export function beginningMs({ scheduledMs, startedMs }: Omit<Times, 'endedMs'>): number {
  return scheduledMs ?? startedMs;
}
