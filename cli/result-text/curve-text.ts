import type { Curve, Level } from '../../bench/result/curve.ts';
import { RATE, RATIO } from '../../bench/result/unit.ts';
import { enoughLevel } from '../../bench/sweep/curve-verdict.ts';
import { NO_VERDICT } from '../../bench/sweep/explain-curve.ts';
import { bar, barWidth } from '../terminal/bar.ts';
import { type CommandContext, print } from '../terminal/command-context.ts';
import type { Line, Span } from '../terminal/line.ts';

/** What the text beside a bar needs, in characters. */
const BESIDE_BAR = 50;

/** Prints sweeps as pictures: of each a bar of goodput for each level. */
export function printCurves(curves: readonly Curve[], context: CommandContext): void {
  for (const curve of curves) {
    print(context);
    for (const line of curveLines(curve, barWidth(context.stdout, BESIDE_BAR))) print(context, line);
  }
}

function curveLines(curve: Curve, width: number): Line[] {
  const { server, strategy, levels } = curve;
  const most = Math.max(...levels.map(({ goodputPerSecond }) => goodputPerSecond.value));
  const enough = enoughLevel(curve);
  return [
    `${server} ${strategy}: goodput over m`,
    ...levels.map((level) => [
      ...levelLine(level, bar(level.goodputPerSecond.value, most, width)),
      ...(level === enough ? [enoughMark(curve, level)] : []),
    ]),
  ];
}

/** What a sweep comes to: where more concurrency stops paying, and how far m may go where that was asked for. */
export function curveAnswers({ server, strategy, highest, verdict }: Curve): string[] {
  const asked = highest === undefined ? [] : [`${strategy} on ${server}: ${highest.sentence}.`];
  return [...asked, `${verdict?.sentence ?? NO_VERDICT}.`];
}

/** What is enough may lie between two levels: then the mark says where. */
function enoughMark({ verdict }: Curve, { m }: Level): Span {
  const enoughM = verdict?.enoughM?.value;
  return { text: enoughM === m ? '  <- enough' : `  <- enough from ${enoughM}`, tone: 'good' };
}

function levelLine({ m, goodputPerSecond, efficiency, refused = 0 }: Level, drawn: string): (string | Span)[] {
  const { value, low, high } = goodputPerSecond;
  const spread = low === high ? '' : ` ± ${((high - low) / 2).toFixed(1)}`;
  const share = efficiency === undefined ? '' : `, ${RATIO.text(efficiency)} of ideal`;
  const told: string | Span = refused > 0 ? { text: `, ${refused} refused`, tone: 'doubtful' } : share;
  return [`  m ${String(m).padStart(4)} ${drawn} ${RATE.text(value)}${spread}`, told];
}
