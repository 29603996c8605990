/** A figure with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A figure whose 95 % interval may have no upper end. */
export type OpenInterval = Omit<Interval, 'high'> & Partial<Pick<Interval, 'high'>>;

/** What was measured at one concurrency of a sweep, over all repetitions. */
export interface Level {
  readonly m: number;
  readonly repetitions: number;
  readonly goodputPerSecond: Interval;
  /** The median over repetitions; absent where there were too few samples. */
  readonly latencyP95Ms?: number;
  /** The share of items that were not ok, 0 to 1. */
  readonly errorShare: number;
  /** The median over repetitions; absent where the fates hold no time. */
  readonly efficiency?: number;
}

/** The Universal Scalability Law fitted to a sweep: X(N) = γN / (1 + α(N − 1) + βN(N − 1)). */
export interface UslCurve {
  /** Goodput at N = 1, per second. */
  readonly gamma: Interval;
  /** Contention. */
  readonly alpha: Interval;
  /** Coherency. */
  readonly beta: Interval;
  /** Where capacity ends in a flat line: X(N) = X(slots) past it; absent where the sweep shows no such end. */
  readonly slots?: Interval;
  /** N* = √((1 − α) / β), at most the slots; absent where the curve has no peak, without an end where it may have none. */
  readonly peakM?: OpenInterval;
  /** The share of the variance that the fit explains, 0 to 1. */
  readonly r2: number;
}

/** The highest m of a sweep at which all conditions hold. */
export interface Highest {
  /** Absent where there is none. */
  readonly m?: number;
  /** One plain sentence without a full stop. */
  readonly sentence: string;
}

/** What a sweep of one strategy against one server says. */
export interface Curve {
  readonly server: string;
  readonly strategy: string;
  /** Ascending by m. */
  readonly levels: readonly Level[];
  /** The fit, or one sentence on why there is none. */
  readonly usl: UslCurve | { readonly why: string };
  readonly knee: {
    /** By the fit; absent where there is none. */
    readonly byFit?: number;
    /** By Kneedle; absent where it finds none. */
    readonly byKneedle?: number;
    /** One sentence: where more concurrency stops paying, and whether the two ways agree. */
    readonly sentence: string;
  };
  /** The highest m at which all holds that was asked for; absent where nothing was. */
  readonly highest?: Highest;
  /** The smallest m whose goodput is within 5 % of the best. */
  readonly bestM: number;
  /** What one more request in flight costs the client in memory: the slope over the sweep. */
  readonly bytesPerRequestInFlight?: number;
}
