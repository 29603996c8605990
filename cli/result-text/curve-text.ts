import type { Curve, Level } from '../../bench/result/curve.ts';
import { RATE, RATIO } from '../../bench/result/unit.ts';
import { enoughLevel } from '../../bench/sweep/curve-verdict.ts';
import { NO_VERDICT } from '../../bench/sweep/explain-curve.ts';
import { bar } from '../terminal/bar.ts';

/** A sweep as lines: a bar of goodput for each level. */
export function curveText(curve: Curve): string[] {
  const { server, strategy, levels } = curve;
  const most = Math.max(...levels.map(({ goodputPerSecond }) => goodputPerSecond.value));
  const enough = enoughLevel(curve);
  return [
    `${server} ${strategy}: goodput over m`,
    ...levels.map((level) => `${levelLine(level, most)}${level === enough ? enoughMark(curve, level) : ''}`),
  ];
}

/** What a sweep comes to: where more concurrency stops paying, and how far m may go where that was asked for. */
export function curveAnswers({ server, strategy, highest, verdict }: Curve): string[] {
  const asked = highest === undefined ? [] : [`${strategy} on ${server}: ${highest.sentence}.`];
  return [...asked, `${verdict?.sentence ?? NO_VERDICT}.`];
}

/** What is enough may lie between two levels: then the mark says where. */
function enoughMark({ verdict }: Curve, { m }: Level): string {
  const enoughM = verdict?.enoughM?.value;
  return enoughM === m ? '  <- enough' : `  <- enough from ${enoughM}`;
}

function levelLine({ m, goodputPerSecond, efficiency, refused = 0 }: Level, most: number): string {
  const { value, low, high } = goodputPerSecond;
  const spread = low === high ? '' : ` ± ${((high - low) / 2).toFixed(1)}`;
  const share = efficiency === undefined ? '' : `, ${RATIO.text(efficiency)} of ideal`;
  const told = refused > 0 ? `, ${refused} refused` : share;
  return `  m ${String(m).padStart(4)} ${bar(value, most)} ${RATE.text(value)}${spread}${told}`;
}
