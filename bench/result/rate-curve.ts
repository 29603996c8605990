import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';

/**
 * What became of a rate: the server took it, a condition was met, the cell failed, the client or a busy computer may be why
 * it was not taken, a figure is missing that was asked about, or nothing was met and the server fell behind all the same.
 */
const RATE_FATES = ['took', 'broke', 'failed', 'disturbed', 'unclear', 'behind'] as const;

const rateLevelSchema = z.strictObject({
  /** How many requests a second were to be sent. */
  ratePerSecond: z.number(),
  durationMs: z.number(),
  /** How often it was measured: what was disturbed is measured again, and does not count where something else does. */
  repetitions: z.int(),
  fate: z.enum(RATE_FATES),
  /** Why the server cannot be said to take it, without a full stop; absent where it does. */
  why: z.exactOptional(z.string()),
  /** How many were sent, the median over repetitions; this and the other figures are absent where the cell failed. */
  offeredPerSecond: z.exactOptional(z.number()),
  goodputPerSecond: z.exactOptional(z.number()),
  /** 0 to 1. */
  errorShare: z.exactOptional(z.number()),
  /** Absent where there were too few samples. */
  latencyP50Ms: z.exactOptional(z.number()),
  latencyP95Ms: z.exactOptional(z.number()),
});

const knownRateSchema = z.strictObject({
  /** The most requests a second that the server can serve or admit for long; absent where the faults set no such limit. */
  perSecond: z.exactOptional(z.number()),
  /** Where that comes from, without a full stop: `8 slots, 10 ms each`; absent where there is no limit. */
  why: z.exactOptional(z.string()),
  /** Whether the limit is exact, and not a mean of service times that differ. */
  isExact: z.boolean(),
  /** The share of requests that the faults let fail at any rate, 0 to 1. */
  failingShare: z.number(),
});

/** The schema of what a climb found of one server. */
export const rateCurveSchema = z.strictObject({
  server: z.string(),
  /** The conditions that end the climb. */
  until: z.string(),
  /** Ascending by rate. */
  levels: z.array(rateLevelSchema),
  /** What is known of the server by its faults; absent where they change with the time. */
  known: z.exactOptional(knownRateSchema),
  /** The highest rate that the server took, below all that it did not take; absent where there is none. */
  takesPerSecond: z.exactOptional(z.number()),
  /** Whether no rate is left to be measured. */
  isOver: z.boolean(),
  /** The answer, in plain sentences. */
  answer: z.string(),
});

/** What became of one rate of a climb, over all repetitions. */
export type RateLevel = DeepReadonly<z.infer<typeof rateLevelSchema>>;

/** What became of a rate. */
export type RateFate = (typeof RATE_FATES)[number];

/** What a server takes by its faults alone. */
export type KnownRate = DeepReadonly<z.infer<typeof knownRateSchema>>;

/** What came of each rate that requests were sent at to one server, and what rate it takes. */
export type RateCurve = DeepReadonly<z.infer<typeof rateCurveSchema>>;
