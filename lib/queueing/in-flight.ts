/** A span of time, in milliseconds; an open span has no end. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number | undefined;
}

/** How many spans overlapped. */
export interface InFlight {
  readonly peak: number;
  /** Averaged over the time from the first start to the last end. */
  readonly mean: number;
}

/** Counts overlapping spans. One that starts at the moment another ends does not overlap it. Open spans last to the end. */
export function inFlight(spans: readonly Span[]): InFlight {
  if (spans.length === 0) return { peak: 0, mean: 0 };
  const starts = Float64Array.from(spans, ({ startMs }) => startMs).sort();
  const last = spans.reduce((latest, { startMs, endMs }) => Math.max(latest, endMs ?? startMs), starts[0]!);
  const ends = Float64Array.from(spans, ({ endMs }) => endMs ?? Number.POSITIVE_INFINITY).sort();
  let peak = 0;
  for (let started = 0, ended = 0; started < starts.length; ) {
    if (ends[ended]! <= starts[started]! && ended < started) ended += 1;
    else started += 1;
    peak = Math.max(peak, started - ended);
  }
  const busyMs = spans.reduce((sum, { startMs, endMs }) => sum + (endMs ?? last) - startMs, 0);
  const makespanMs = last - starts[0]!;
  return { peak, mean: makespanMs === 0 ? 0 : busyMs / makespanMs };
}

/** For how long more than m spans overlapped, in milliseconds; open spans are left out, since nobody knows their end. */
export function timeOver(spans: readonly Span[], m: number): number {
  const events = spans.flatMap(({ startMs, endMs }) =>
    endMs === undefined
      ? []
      : [
          { atMs: startMs, change: 1 },
          { atMs: endMs, change: -1 },
        ],
  );
  events.sort((a, b) => a.atMs - b.atMs || a.change - b.change);
  let [open, overMs] = [0, 0];
  for (const [i, { atMs, change }] of events.entries()) {
    open += change;
    if (open > m) overMs += events[i + 1]!.atMs - atMs;
  }
  return overMs;
}
