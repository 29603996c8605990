import { wholePercent } from '../../lib/units/percent.ts';
import type { Curve, Interval, Level, UslCurve } from '../result/curve.ts';
import { RATE } from '../result/unit.ts';
import { isClean } from './curve-verdict.ts';

/** What stands for the verdict on a curve of an earlier version. */
export const NO_VERDICT = 'no verdict: an earlier version made this run and did not count what the server refused';

/** What one general way to find a knee says of a curve. */
export interface CurveExplanation {
  readonly title: string;
  /** What it found, without a full stop. */
  readonly finding: string;
  /** Whether that may be used here, and why, without a full stop. */
  readonly use: string;
}

/** A bend must stand out so far from the straight line between the ends of its curve, as a share of it. */
const STANDS_OUT = 0.15;

/** Explained less than this, a curve does not follow the law. */
const LEAST_R2 = 0.95;

/** What the scalability law and Kneedle, which know nothing of the server, say of a curve, and whether that means something. */
export function explainCurve({ levels, usl, knee }: Curve): CurveExplanation[] {
  const clean = levels.filter(isClean);
  const bend = knee.byKneedle === undefined ? 'it finds no bend' : `it finds the bend at m = ${knee.byKneedle}`;
  return [
    {
      title: 'Universal Scalability Law',
      finding: 'why' in usl ? `no fit: ${usl.why}` : uslFinding(usl),
      use: 'why' in usl ? 'it may not be used here: there is nothing to use' : uslUse(usl, clean),
    },
    { title: 'Kneedle', finding: bend, use: kneedleUse(clean, knee.byKneedle) },
    { title: 'Both', finding: knee.sentence, use: 'neither knows the server: the verdict does' },
  ];
}

function uslFinding({ unitGoodputPerSecond, contention, coherency }: UslCurve): string {
  const unit = intervalText(unitGoodputPerSecond, RATE.text);
  return `${unit} at m = 1, contention ${intervalText(contention, inDigits)}, coherency ${intervalText(coherency, inDigits)}`;
}

function uslUse({ peakM, slots, r2 }: UslCurve, clean: readonly Level[]): string {
  const most = clean.at(-1)?.m ?? 0;
  if (r2 < LEAST_R2) return `it may not be used here: it explains only ${wholePercent(r2)} of what was measured`;
  if (slots !== undefined) return 'it may be used here: the levels go past the end of capacity';
  if (peakM !== undefined && peakM.value < most) return 'it may be used here: the levels go past its peak';
  return `it may not be used here to find a peak: no level past one was measured, and m = ${most} was the highest that counts`;
}

function kneedleUse(clean: readonly Level[], m: number | undefined): string {
  const found = clean.find((level) => level.m === m);
  if (found === undefined) return 'there is nothing to use';
  const [first, last] = [clean[0]!, clean.at(-1)!];
  const rise = last.goodputPerSecond.value - first.goodputPerSecond.value;
  const straight = first.goodputPerSecond.value + (rise * (found.m - first.m)) / (last.m - first.m);
  return found.goodputPerSecond.value > straight * (1 + STANDS_OUT)
    ? 'it may be used here: the bend stands out from a straight line by more than noise'
    : 'it may not be used here: in noise it finds a knee even on a straight line, and this is hardly more';
}

function intervalText({ value, low, high }: Interval, text: (value: number) => string): string {
  return `${text(value)} (${text(low)} to ${text(high)})`;
}

function inDigits(value: number): string {
  return value.toFixed(4);
}
