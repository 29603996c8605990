import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';

const intervalSchema = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

const openIntervalSchema = z.strictObject({ value: z.number(), low: z.number(), high: z.exactOptional(z.number()) });

const levelSchema = z.strictObject({
  m: z.int(),
  repetitions: z.int(),
  goodputPerSecond: intervalSchema,
  /** The median over repetitions; absent where there were too few samples. */
  latencyP95Ms: z.exactOptional(z.number()),
  /** The median over repetitions of the share of items that ended neither ok nor as not found, 0 to 1. */
  errorShare: z.number(),
  /** The median over repetitions; absent where the fates hold no time. */
  efficiency: z.exactOptional(z.number()),
});

const uslSchema = z.strictObject({
  /** γ: goodput at N = 1. */
  unitGoodputPerSecond: intervalSchema,
  /** α. */
  contention: intervalSchema,
  /** β. */
  coherency: intervalSchema,
  /** Where capacity ends in a flat line: X(N) = X(slots) past it; absent where the sweep shows no such end. */
  slots: z.exactOptional(intervalSchema),
  /** N* = √((1 − α) / β), at most the slots; absent where the curve has no peak, without an end where it may have none. */
  peakM: z.exactOptional(openIntervalSchema),
  /** The share of the variance that the fit explains, 0 to 1. */
  r2: z.number(),
});

const highestSchema = z.strictObject({
  /** Absent where there is none. */
  m: z.exactOptional(z.int()),
  /** One plain sentence without a full stop. */
  sentence: z.string(),
});

/** The schema of a curve. */
export const curveSchema = z.strictObject({
  server: z.string(),
  strategy: z.string(),
  /** Ascending by m. */
  levels: z.array(levelSchema),
  /** The fit, or one sentence on why there is none. */
  usl: z.union([uslSchema, z.strictObject({ why: z.string() })]),
  knee: z.strictObject({
    /** By the fit; absent where there is none. */
    byFit: z.exactOptional(z.number()),
    /** By Kneedle; absent where it finds none. */
    byKneedle: z.exactOptional(z.number()),
    /** One sentence: where more concurrency stops paying, and whether the two ways agree. */
    sentence: z.string(),
  }),
  /** The highest m at which all holds that was asked for; absent where nothing was. */
  highest: z.exactOptional(highestSchema),
  /** The smallest m whose goodput is enough: within 5 % of the best. */
  bestM: z.number(),
  /** What one more request in flight costs the client in memory: the slope over the sweep. */
  bytesPerRequestInFlight: z.exactOptional(z.number()),
});

/** A figure with its 95 % interval. */
export type Interval = DeepReadonly<z.infer<typeof intervalSchema>>;

/** A figure whose 95 % interval may have no upper end. */
export type OpenInterval = DeepReadonly<z.infer<typeof openIntervalSchema>>;

/** What was measured at one concurrency of a sweep, over all repetitions. */
export type Level = DeepReadonly<z.infer<typeof levelSchema>>;

/** The Universal Scalability Law fitted to a sweep: X(N) = γN / (1 + α(N − 1) + βN(N − 1)). */
export type UslCurve = DeepReadonly<z.infer<typeof uslSchema>>;

/** The highest m of a sweep at which all conditions hold. */
export type Highest = DeepReadonly<z.infer<typeof highestSchema>>;

/** What a sweep of one strategy against one server says. */
export type Curve = DeepReadonly<z.infer<typeof curveSchema>>;
