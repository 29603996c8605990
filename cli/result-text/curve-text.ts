import type { Curve, Interval, Level } from '../../bench/result/curve.ts';
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
  const interval = low === high ? '' : ` (${low.toFixed(1)} to ${high.toFixed(1)})`;
  const share = efficiency === undefined ? '' : `, ${Math.round(efficiency * 100)} % of the ideal`;
  const mark = m === bestM ? '  <- enough' : '';
  return `  m ${String(m).padStart(4)} ${bar(value, most)} ${value.toFixed(1)}/s${interval}${share}${mark}`;
}

function rate({ value, low, high }: Interval): string {
  return `${value.toFixed(1)}/s (${low.toFixed(1)} to ${high.toFixed(1)})`;
}

function share({ value, low, high }: Interval): string {
  return `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
}
