import type { LoopHolder } from './loop-holder.ts';
import type { Sample, SeenFunction } from './sampled-stacks.ts';

/** A time in which an event loop did not come round, in microseconds on the machine's monotonic clock. */
export interface LateSpan {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Who holds a loop for longer than this is named, in milliseconds. */
export const HELD_MS = 50;

/** How far apart samples are, in milliseconds. */
export const SAMPLE_MS = 10;

/** Samples that are farther apart than this missed some between them, in milliseconds. */
const MAX_APART_MS = 2.5 * SAMPLE_MS;

/** What of {@link HELD_MS} is enough by the samples: they see neither the beginning nor the end. */
const SEEN_MS = HELD_MS - 2 * SAMPLE_MS;

/**
 * The functions that held a loop, those first that held it longest. A late time in which no function was seen for long
 * enough has no holder: many held it for a while, or the computer gave the process no core.
 *
 * @param samples in the order of their moments
 */
export function findHolders(spans: readonly LateSpan[], samples: readonly Sample[]): LoopHolder[] {
  const held = new Map<SeenFunction, { times: number; longestMs: number }>();
  let next = 0;
  for (const { fromUs, toUs } of spans) {
    while (next < samples.length && samples[next]!.atUs < fromUs) next++;
    const first = next;
    while (next < samples.length && samples[next]!.atUs <= toUs) next++;
    const [by, seenMs] = longestSeen(samples.slice(first, next));
    if (by === undefined || seenMs < SEEN_MS) continue;
    const { times, longestMs } = held.get(by) ?? { times: 0, longestMs: 0 };
    held.set(by, { times: times + 1, longestMs: Math.max(longestMs, (toUs - fromUs) / 1000) });
  }
  return [...held]
    .sort(([, a], [, b]) => b.longestMs - a.longestMs)
    .map(([{ name, file, line }, times]) => ({ function: name, ...(file !== undefined && { file, line }), ...times }));
}

/**
 * The function that was seen for longest, and for how long: from one sample to the next if it is in both. Where the next is
 * long in coming the thread had no core meanwhile, for whoever computes, or waits for the system, is seen at every sample.
 */
function longestSeen(samples: readonly Sample[]): [SeenFunction | undefined, number] {
  const seenMs = new Map<SeenFunction, number>();
  samples.forEach(({ atUs, by }, i) => {
    if (by === undefined) return;
    const last = samples[i - 1];
    const sinceMs = last?.by === by ? (atUs - last.atUs) / 1000 : SAMPLE_MS;
    seenMs.set(by, (seenMs.get(by) ?? 0) + (sinceMs <= MAX_APART_MS ? sinceMs : SAMPLE_MS));
  });
  return [...seenMs].reduce<[SeenFunction | undefined, number]>(
    (most, one) => (one[1] > most[1] ? one : most),
    [undefined, 0],
  );
}
