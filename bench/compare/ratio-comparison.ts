import { mean } from 'simple-statistics';
import { bootstrapInterval, DEFAULT_CONFIDENCE } from '../statistics/bootstrap.ts';
import type { Interval } from '../statistics/estimate.ts';
import { ASSUMED_DRIFT, runNoise } from './run-noise.ts';

/** What a comparison says of B beside A; `undecided` where that cannot be told: a self-check doubts it, or it was too short. */
export type Verdict = 'faster' | 'slower' | 'no difference shown' | 'undecided';

/** How B compares with A in one figure. `low` and `high` are the ends of the ratio's interval. */
export interface RatioComparison extends Interval {
  readonly ok: true;
  /** B's figure over A's. */
  readonly ratio: number;
  readonly verdict: Verdict;
  /** The smallest difference that is worth reporting, as a share, where there is one and it is smaller; else absent. */
  readonly lessThan?: number;
  /** One plain sentence without a full stop that says why. */
  readonly sentence: string;
  /** How many items both sides had. */
  readonly pairCount: number;
  /** `assumed` when neither side was repeated, so that what whole runs differ by had to be assumed. */
  readonly runNoise: 'assumed' | 'measured';
}

/** How to compare. */
export interface ComparisonOptions {
  readonly seed: number;
  /** Default 1000. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly confidence?: number;
  /**
   * How far from 1 a ratio must be to be worth reporting, as well as outside its interval; default 0.05.
   */
  readonly smallestDifference?: number;
  /**
   * What the machine may have changed by between the two sides, as a share; default 0.02, for benches at different times.
   * 0 when the runs of both sides were interleaved in one bench.
   */
  readonly drift?: number;
}

/** The default of `smallestDifference`. */
export const SMALLEST_DIFFERENCE = 0.05;

/** A figure of two sides, made ready for comparison. */
export interface ComparedFigure<T> {
  /** Such as `goodput`. */
  readonly name: string;
  readonly higherIsFaster: boolean;
  /** The logarithm of the figure in each repetition. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** The pairs that are resampled. */
  readonly pairs: readonly T[];
  /** The logarithm of the ratio that a resample of the pairs shows. */
  readonly logRatioOf: (resample: readonly T[]) => number;
}

/**
 * The ratio of two sides with the interval that both kinds of noise leave it: which items were drawn (paired bootstrap,
 * expanded percentiles) and what whole runs have in common ({@link runNoise}). The two are joined on the scale of
 * logarithms by the square root of the sum of squares on each side (Zou & Donner, "Construction of Confidence Limits about
 * Effect Figures", Statistics in Medicine 27(10), 2008).
 */
export function compareFigure<T>(figure: ComparedFigure<T>, options: ComparisonOptions): RatioComparison {
  const { a, b, pairs } = figure;
  const centre = mean([...b]) - mean([...a]);
  const noise = runNoise(a, b, options.confidence ?? DEFAULT_CONFIDENCE, options.drift ?? ASSUMED_DRIFT);
  const { low, high } = pairedInterval(figure, options);
  const ratios = {
    ratio: Math.exp(centre),
    low: Math.exp(centre - Math.hypot(Math.max(0, -low), noise.halfWidth)),
    high: Math.exp(centre + Math.hypot(Math.max(0, high), noise.halfWidth)),
  };
  const smallest = options.smallestDifference ?? SMALLEST_DIFFERENCE;
  const isShown = (ratios.low > 1 || ratios.high < 1) && Math.abs(centre) >= Math.log1p(smallest);
  const verdict = isShown ? (centre > 0 === figure.higherIsFaster ? 'faster' : 'slower') : 'no difference shown';
  const isTooSmall = verdict === 'no difference shown' && (ratios.low > 1 || ratios.high < 1);
  return {
    ok: true,
    ...ratios,
    verdict,
    ...(isTooSmall && { lessThan: smallest }),
    sentence: sentenceOf(figure.name, ratios, verdict, smallest),
    pairCount: pairs.length,
    runNoise: noise.source,
  };
}

/** How far the resampled ratios go below and above that of all pairs. */
function pairedInterval<T>({ pairs, logRatioOf }: ComparedFigure<T>, options: ComparisonOptions): Interval {
  const whole = logRatioOf(pairs);
  const beyondWhole = (resample: readonly T[]) => logRatioOf(resample) - whole;
  return bootstrapInterval(pairs, beyondWhole, { ...options, stream: 'compare' }) ?? { low: 0, high: 0 };
}

function sentenceOf(
  name: string,
  { ratio, low, high }: Interval & { readonly ratio: number },
  verdict: Verdict,
  smallest: number,
): string {
  const said = `B's ${name} is ${ratio.toFixed(2)} × A's, between ${low.toFixed(2)} and ${high.toFixed(2)}`;
  if (verdict !== 'no difference shown') return said;
  if (low <= 1 && high >= 1) return `${said}: 1 is among them`;
  return `${said}: less than the ${Number((smallest * 100).toFixed(2))} % that is worth reporting`;
}
