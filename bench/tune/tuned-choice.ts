import type { RelativeNoise } from '../statistics/relative-noise.ts';
import { studentTQuantile } from '../statistics/student-t.ts';
import { ENOUGH } from '../sweep/best-m.ts';
import { ownShare } from '../sweep/own-share.ts';
import type { TunedLevel } from './tuned-level.ts';

/** The best level so far, and what it was chosen from. */
export interface TunedChoice {
  readonly best: TunedLevel;
  /** The goodput that cannot be surpassed: the mean of all levels that have enough of the highest. */
  readonly mostGoodput: number;
  /** The highest of those levels. */
  readonly highest: TunedLevel;
  /** The best m could as well be any from here … */
  readonly lowM: number;
  /** … to here: above the last level that surely has too little, up to the first that surely has enough. */
  readonly highM: number;
}

/** Of each end: both hold in 95 of 100 searches, which look again and again and end when they like what they see. */
const CONFIDENCE = 0.99;

/**
 * The smallest allowed level with enough of the most goodput. The highest of many levels is lucky more often than not, so
 * all that have about as much set the standard together. What the client itself adds to each request is not held against a
 * level. Undefined where no level is allowed.
 */
export function tunedChoice(levels: readonly TunedLevel[], noise: RelativeNoise): TunedChoice | undefined {
  const allowed = levels.filter((level) => level.allowed);
  if (allowed.length === 0) return undefined;
  const highest = allowed.reduce((a, b) => (b.goodput.value > a.goodput.value ? b : a));
  const top = allowed.filter(({ goodput }) => goodput.value >= ENOUGH * highest.goodput.value);
  const count = top.reduce((sum, { measurements }) => sum + measurements, 0);
  const mostGoodput = top.reduce((sum, { goodput, measurements }) => sum + goodput.value * measurements, 0) / count;
  const uncorrected = allowed.find(({ goodput }) => goodput.value >= ENOUGH * mostGoodput)!;
  const wanted = ENOUGH * mostGoodput * ownShare(allowed, uncorrected.m);
  const best = allowed.find(({ goodput }) => goodput.value >= wanted)!;
  const t = studentTQuantile((1 + CONFIDENCE) / 2, noise.degrees);
  const doubt = ({ measurements }: TunedLevel) => t * noise.share * Math.sqrt(1 / measurements + 1 / count);
  const tooLittle = allowed.findLast((level) => level.m < best.m && level.goodput.value * (1 + doubt(level)) < wanted);
  const surely = allowed.find((level) => level.m >= best.m && level.goodput.value * (1 - doubt(level)) > wanted);
  return { best, mostGoodput, highest, lowM: (tooLittle?.m ?? 0) + 1, highM: surely?.m ?? allowed.at(-1)!.m };
}
