import type { WhyNot } from '../statistics/why-not.ts';
import type { UslFit } from './usl-fit.ts';

/** What two independent ways to find the knee say. */
export interface KneeAgreement {
  /** N* of the fit, at most the slots; Infinity when the fit sees no end of growth; absent without a fit. */
  readonly fitM?: number;
  /** The level where Kneedle sees the bend; absent when it sees none. */
  readonly kneedleM?: number;
  /** One plain sentence without a full stop. */
  readonly sentence: string;
}

/** How far apart the two may be and still agree: the larger over the smaller. */
const FAR_APART = 1.5;

/** Compares the knee of the fit with Kneedle's. They mean different things: the fit's N* is the peak, Kneedle's is the bend. */
export function kneeAgreement(fit: UslFit | WhyNot, kneedleM: number | undefined): KneeAgreement {
  const fitM = fit.ok ? fit.peakConcurrency.value : undefined;
  const found = { ...(fitM !== undefined && { fitM }), ...(kneedleM !== undefined && { kneedleM }) };
  const byFit = fit.ok ? peakText(fit) : `there is no fit (${fit.why})`;
  const byKneedle = kneedleM === undefined ? 'Kneedle sees no bend' : `Kneedle sees the bend at m = ${kneedleM}`;
  if (fitM === undefined || kneedleM === undefined) {
    return { ...found, sentence: `${byFit}; ${byKneedle}` };
  }
  if (Math.max(fitM, kneedleM) <= FAR_APART * Math.min(fitM, kneedleM)) {
    return { ...found, sentence: `${byFit}, and ${byKneedle}: they agree` };
  }
  const hint =
    fitM > kneedleM
      ? 'the bend is where more concurrency begins to gain less, the peak where it gains nothing more'
      : 'the law does not describe this curve well, so trust the measured levels';
  return { ...found, sentence: `${byFit}, but ${byKneedle}: they disagree, and ${hint}` };
}

function peakText({ peakConcurrency: { value }, extrapolated, slots }: UslFit): string {
  if (value === Infinity) return 'the fit sees no end of growth';
  const m = Math.round(value);
  if (slots !== undefined && slots.value === value) return `the fit sees capacity end at m = ${m}`;
  return extrapolated
    ? `the fit expects the peak at m = ${m}, past the highest level measured`
    : `the fit sees the peak at m = ${m}`;
}
