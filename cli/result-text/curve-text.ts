import type { Curve, Interval, Level } from '../../bench/result/curve.ts';
import { RATE, RATIO } from '../../bench/result/unit.ts';
import { bar } from '../terminal/bar.ts';

/** A sweep as lines: a bar of goodput for each level, where the knee is, and what the fit says. */
export function curveText({ server, strategy, levels, usl, knee, highest, bestM }: Curve): string[] {
  const most = Math.max(...levels.map(({ goodputPerSecond }) => goodputPerSecond.value));
  return [
    `${server} ${strategy}: goodput over m`,
    ...levels.map((level) => levelLine(level, most, bestM)),
    `  ${knee.sentence}.`,
    ...(highest === undefined ? [] : [`  ${highest.sentence}.`]),
    'why' in usl
      ? `  No fit: ${usl.why}.`
      : `  Scalability law: ${rate(usl.unitGoodputPerSecond)} at m = 1, contention ${share(usl.contention)}, coherency ${share(usl.coherency)}.`,
  ];
}

function levelLine(
  { m, goodputPerSecond: { value, low, high }, efficiency }: Level,
  most: number,
  bestM: number,
): string {
  const interval = low === high ? '' : ` (${RATE.text(low)} to ${RATE.text(high)})`;
  const share = efficiency === undefined ? '' : `, ${RATIO.text(efficiency)} of the ideal`;
  const mark = m === bestM ? '  <- enough' : '';
  return `  m ${String(m).padStart(4)} ${bar(value, most)} ${RATE.text(value)}${interval}${share}${mark}`;
}

function rate({ value, low, high }: Interval): string {
  return `${RATE.text(value)} (${RATE.text(low)} to ${RATE.text(high)})`;
}

function share({ value, low, high }: Interval): string {
  return `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
}
