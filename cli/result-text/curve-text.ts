import type { Curve, Level } from '../../bench/result/curve.ts';
import { RATE, RATIO } from '../../bench/result/unit.ts';
import { enoughLevel } from '../../bench/sweep/curve-verdict.ts';
import { NO_VERDICT } from '../../bench/sweep/explain-curve.ts';
import { bar } from '../terminal/bar.ts';
import { wrapped } from '../terminal/wrapped.ts';

/** A sweep as lines: a bar of goodput for each level, and at the end where more concurrency stops paying. */
export function curveText(curve: Curve): string[] {
  const { server, strategy, levels, highest, verdict } = curve;
  const most = Math.max(...levels.map(({ goodputPerSecond }) => goodputPerSecond.value));
  const enough = enoughLevel(curve);
  const sentences = [...(highest === undefined ? [] : [highest.sentence]), verdict?.sentence ?? NO_VERDICT];
  return [
    `${server} ${strategy}: goodput over m`,
    ...levels.map((level) => `${levelLine(level, most)}${level === enough ? '  <- enough' : ''}`),
    ...sentences.flatMap((sentence) => wrapped(`${sentence}.`, '  ')),
  ];
}

function levelLine({ m, goodputPerSecond, efficiency, refused = 0 }: Level, most: number): string {
  const { value, low, high } = goodputPerSecond;
  const spread = low === high ? '' : ` ± ${((high - low) / 2).toFixed(1)}`;
  const share = efficiency === undefined ? '' : `, ${RATIO.text(efficiency)} of ideal`;
  const told = refused > 0 ? `, ${refused} refused` : share;
  return `  m ${String(m).padStart(4)} ${bar(value, most)} ${RATE.text(value)}${spread}${told}`;
}
