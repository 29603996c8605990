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
  /** The median over repetitions; absent where the fates hold no time, and where it is withheld. */
  efficiency: z.exactOptional(z.number()),
  /** Requests that a limit of the server turned away in the repetition that had most; absent in runs of an earlier version. */
  refused: z.exactOptional(z.int()),
  /** Why the times of a repetition are no measure of the work; absent where they are. */
  withheld: z.exactOptional(z.string()),
});

/** The smallest m that has enough, and the least and the most that it can be. */
const enoughSchema = z.strictObject({ value: z.int(), low: z.int(), high: z.int() });

/** What keeps more concurrency from paying. */
const BOTTLENECKS = ['slots', 'longest', 'client'] as const;

const verdictSchema = z.strictObject({
  /** One plain sentence without a full stop: where more concurrency stops paying, and why. */
  sentence: z.string(),
  /** By the fates where the levels do not contradict them, else by the levels; absent where no level has enough. */
  enoughM: z.exactOptional(enoughSchema),
  /** The same by the fates alone, for a client without overhead; absent where they hold no time. */
  knownM: z.exactOptional(z.int()),
  /** The server's slots, the longest item, or the client itself; absent where there is nothing to be limited. */
  limitedBy: z.exactOptional(z.enum(BOTTLENECKS)),
  /** The lowest level at which the server turned requests away; absent where it turned away none. */
  refusedFromM: z.exactOptional(z.int()),
  /** The highest level that counts: nothing was turned away, and its times are a measure; absent where there is none. */
  mostCleanM: z.exactOptional(z.int()),
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
  /** What there is to conclude; absent in runs of an earlier version, which did not count what was refused. */
  verdict: z.exactOptional(verdictSchema),
  /** An explanation, of the levels that count. The fit, or one sentence on why there is none. */
  usl: z.union([uslSchema, z.strictObject({ why: z.string() })]),
  /** An explanation: what two ways to find a bend in any curve say of the levels that count. */
  knee: z.strictObject({
    /** By the fit; absent where there is none. */
    byFit: z.exactOptional(z.number()),
    /** By Kneedle; absent where it finds none. */
    byKneedle: z.exactOptional(z.number()),
    /** One sentence: what the two ways say, and whether they agree. */
    sentence: z.string(),
  }),
  /** The highest m at which all holds that was asked for; absent where nothing was. */
  highest: z.exactOptional(highestSchema),
  /** What one more request in flight costs the client in memory: the slope over the sweep. */
  bytesPerRequestInFlight: z.exactOptional(z.number()),
});

/** A figure with its 95 % interval. */
export type Interval = DeepReadonly<z.infer<typeof intervalSchema>>;

/** A figure whose 95 % interval may have no upper end. */
export type OpenInterval = DeepReadonly<z.infer<typeof openIntervalSchema>>;

/** What was measured at one concurrency of a sweep, over all repetitions. */
export type Level = DeepReadonly<z.infer<typeof levelSchema>>;

/** Where more concurrency stops paying on a curve, and why. */
export type Verdict = DeepReadonly<z.infer<typeof verdictSchema>>;

/** The Universal Scalability Law fitted to a sweep: X(N) = γN / (1 + α(N − 1) + βN(N − 1)). */
export type UslCurve = DeepReadonly<z.infer<typeof uslSchema>>;

/** The highest m of a sweep at which all conditions hold. */
export type Highest = DeepReadonly<z.infer<typeof highestSchema>>;

/** What a sweep of one strategy against one server says. */
export type Curve = DeepReadonly<z.infer<typeof curveSchema>>;
