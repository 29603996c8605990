import type { ToldFigures } from '../../../servers/control/servers-source.ts';
import { REMEMBERED_MS, type Sample } from '../lab/use-lab.ts';

/** Answers are counted over so long to say how many come a second. */
const RATE_MS = 1000;

/** A figure at a moment of the page's clock. */
export interface Point {
  readonly atMs: number;
  readonly value: number;
}

/** How a figure was over the last minute: what it was when something changed holds until the next change. */
export function levels(samples: readonly Sample[], figure: (figures: ToldFigures) => number, nowMs: number): Point[] {
  const points = samples.map(({ atMs, figures }) => ({ atMs, value: figure(figures) }));
  return points.length === 0 ? [] : [...points, { atMs: nowMs, value: points.at(-1)!.value }];
}

/**
 * The figures with what is known of the moments between two looks: where the peak of a run has risen since the last look, so many
 * were in flight for a moment.
 */
export function withPeaks(samples: readonly Sample[]): Sample[] {
  return samples.flatMap((sample, i) => {
    const { figures } = sample;
    const { runs, peakInFlight = 0 } = figures;
    const before = samples[i - 1]?.figures;
    const peakBefore = before?.runs === runs ? (before.peakInFlight ?? 0) : 0;
    if (before === undefined || peakInFlight <= peakBefore) return [sample];
    return [{ ...sample, figures: { ...figures, inFlight: peakInFlight } }, sample];
  });
}

/** How fast a count grew over the last minute, once a second, in units a second. */
export function rates(samples: readonly Sample[], count: (figures: ToldFigures) => number, nowMs: number): Point[] {
  const [first] = samples;
  if (first === undefined) return [];
  const countAt = (atMs: number) => count((samples.findLast((sample) => sample.atMs <= atMs) ?? first).figures);
  const steps = Math.floor(Math.min(REMEMBERED_MS, nowMs - first.atMs) / RATE_MS);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const atMs = nowMs - (steps - i) * RATE_MS;
    return { atMs, value: Math.max(0, countAt(atMs) - countAt(atMs - RATE_MS)) / (RATE_MS / 1000) };
  });
}

/** How many requests have ended with a status below 400. */
export function answeredWell({ statuses }: ToldFigures): number {
  return Object.entries(statuses).reduce((sum, [status, count]) => sum + (isError(status) ? 0 : count), 0);
}

/** Whether that is a failure: a status from 400, or no answer. */
export function isError(status: string): boolean {
  return !(Number(status) < 400);
}
