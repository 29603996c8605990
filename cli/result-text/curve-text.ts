import type { Curve, Level } from '../../bench/result/curve.ts';
import { RATE, RATIO } from '../../bench/result/unit.ts';
import { enoughLevel } from '../../bench/sweep/curve-verdict.ts';
import { bar, barWidth } from '../terminal/bar.ts';
import { type CommandContext, print } from '../terminal/command-context.ts';
import { type Line, type Span, spanOf } from '../terminal/line.ts';
import { textWidth } from '../terminal/text-width.ts';

/** A line that is not broken. */
type Pieces = readonly (string | Span)[];

/** Prints sweeps as pictures: of each a bar of goodput for each level. */
export function printCurves(curves: readonly Curve[], context: CommandContext): void {
  const beside = Math.max(0, ...curves.flatMap((curve) => linesBeside(curve).map(widthOf)));
  for (const curve of curves) {
    print(context);
    for (const line of curveLines(curve, barWidth(context.stdout, beside))) print(context, line);
  }
}

function curveLines(curve: Curve, width: number): Line[] {
  const { server, strategy, levels } = curve;
  const most = Math.max(...levels.map(({ goodputPerSecond }) => goodputPerSecond.value));
  const drawn = levels.map(({ goodputPerSecond }) => bar(goodputPerSecond.value, most, width));
  return [`${server} ${strategy}: goodput over m`, ...levelLines(curve, drawn)];
}

/** The lines of the levels without their bars, which take what these leave. */
function linesBeside(curve: Curve): Pieces[] {
  return levelLines(
    curve,
    curve.levels.map(() => ''),
  );
}

function levelLines(curve: Curve, bars: readonly string[]): Pieces[] {
  const enough = enoughLevel(curve);
  return curve.levels.map((level, i) => [
    ...levelLine(level, bars[i]!),
    ...(level === enough ? [enoughMark(curve, level)] : []),
  ]);
}

function widthOf(pieces: Pieces): number {
  return pieces.reduce((sum, piece) => sum + textWidth(spanOf(piece).text), 0);
}

/** What is enough may lie between two levels: then the mark says where. */
function enoughMark({ verdict }: Curve, { m }: Level): Span {
  const enoughM = verdict?.enoughM?.value;
  return { text: enoughM === m ? '  <- enough' : `  <- enough from ${enoughM}`, tone: 'good' };
}

function levelLine({ m, goodputPerSecond, efficiency, refused = 0 }: Level, drawn: string): Pieces {
  const { value, low, high } = goodputPerSecond;
  const spread = low === high ? '' : ` ± ${((high - low) / 2).toFixed(1)}`;
  const share = efficiency === undefined ? '' : `, ${RATIO.text(efficiency)} of ideal`;
  const told: string | Span = refused > 0 ? { text: `, ${refused} refused`, tone: 'doubtful' } : share;
  return [`  m ${String(m).padStart(4)} ${drawn} ${RATE.text(value)}${spread}`, told];
}
