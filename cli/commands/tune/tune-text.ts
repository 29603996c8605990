import { type FigureName, type Figures, figure, figureValue } from '../../../bench/result/figures.ts';
import { RATE } from '../../../bench/result/unit.ts';
import type { TuneResult, TuneStep } from '../../../bench/tune/tune.ts';
import type { TuneVerdict } from '../../../bench/tune/tune-verdict.ts';
import type { TunedLevel } from '../../../bench/tune/tuned-level.ts';
import { bar, barWidth } from '../../terminal/bar.ts';
import type { Line } from '../../terminal/line.ts';
import type { Output } from '../../terminal/output.ts';

/** What stands beside a bar, in characters. */
const BESIDE_BAR = 30;

/** One measurement. */
export function stepLine({ m, sample, unmet }: TuneStep): string {
  const share = inWords('efficiency', sample, (text) => `${text.padStart(5)} of the ideal`);
  const p95 = inWords('p95', sample, (text) => `p95 ${text}`);
  return `m ${String(m).padStart(4)} ${rate(sample.goodputPerSecond)}${share}${p95}${unmet === undefined ? '' : `  no: ${unmet}`}`;
}

function inWords(name: FigureName, sample: Figures, words: (text: string) => string): string {
  const value = figureValue(figure(name), sample);
  return value === undefined ? '' : `  ${words(figure(name).unit.text(value))}`;
}

/** The levels as bars of one scale, once it is known; the best and those that may be as good are marked. */
export function curveLines(
  { curve }: TuneResult,
  verdict: TuneVerdict | undefined,
  output: Pick<Output, 'isTTY' | 'columns'>,
): Line[] {
  const width = barWidth(output, BESIDE_BAR);
  const most = Math.max(...curve.map(({ goodput }) => goodput.value));
  const shown = curve.find(({ m, allowed }) => allowed && m >= (verdict?.m ?? Infinity));
  return curve.map((level) => {
    const line = `m ${String(level.m).padStart(4)} ${rate(level.goodput.value)}  ${bar(level.goodput.value, most, width)}`;
    if (level === shown) return [line, { text: '  <- best', tone: 'good' }];
    return level.allowed ? line.trimEnd() : [line, { text: '  no', tone: 'doubtful' }];
  });
}

function rate(perSecond: number): string {
  return RATE.text(perSecond).padStart(10);
}

/** Why no level is good. */
export function noneSentence({ curve, inVain }: TuneResult, name: string, goal: string): string {
  if (inVain !== undefined) return inVain;
  const ends = [...new Set([curve[0], curve.at(-1)])].filter((level) => level?.unmet !== undefined);
  const why = ends.map((level) => `at m = ${level!.m} ${level!.unmet}`).join(', ');
  return `No m of ${name} that was tried meets ${goal}: ${why}.`;
}

/** The result as JSON: the answer, all levels, and how the search went. */
export function tuneJson(
  { choice, curve, ...search }: TuneResult,
  verdict: TuneVerdict | undefined,
  run: string,
): object {
  const best = choice && verdict && { ...levelJson(choice.best), ...verdict, measuredM: choice.best.m };
  return { best, curve: curve.map(levelJson), ...search, run };
}

function levelJson({ goodput: { value, low, high }, ...level }: TunedLevel): object {
  return { ...level, goodput: value, low, high };
}
