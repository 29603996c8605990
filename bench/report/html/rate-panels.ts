import { type Figure, figure, figureTitle, figureValue } from '../../result/figures.ts';
import type { RateCurve, RateLevel } from '../../result/rate-curve.ts';
import type { BenchResult } from '../../result/result.ts';
import { significant } from './rounding.ts';

/** One figure of one rate. */
export interface RatePoint {
  readonly ratePerSecond: number;
  /** In the unit of the axis. */
  readonly value: number;
  /** The figure for people, and what became of the rate. */
  readonly text: string;
  /** Whether the server took the rate. */
  readonly isTaken: boolean;
}

/** One figure over the rate of requests. */
export interface RateLine {
  /** Such as `goodput`. */
  readonly title: string;
  /** What stands at its axis: `goodput, ok per second`. */
  readonly axis: string;
  /** Whether it counts what the rate counts, so that it can be as high as that and no higher. */
  readonly isOfRate: boolean;
  /** The highest value that the axis must have room for, whatever was measured. */
  readonly atLeast: number;
  /** Ascending by rate; rates that do not have the figure are missing. */
  readonly points: readonly RatePoint[];
  /** The most that the server can serve by its faults; absent where they set no limit, and of other figures than goodput. */
  readonly mostPerSecond?: number;
}

/** What came of each rate against one server. */
export interface RatePanel {
  readonly server: string;
  readonly lines: readonly RateLine[];
  readonly answer: string;
}

interface RateFigure extends Pick<RateLine, 'axis' | 'atLeast'> {
  readonly figure: Figure;
  /** What the axis counts, in terms of the figure's unit. */
  readonly perUnit: number;
}

const GOODPUT = figure('goodput');

const SHOWN: readonly RateFigure[] = [
  { figure: GOODPUT, axis: 'goodput, ok per second', atLeast: 0, perUnit: 1 },
  { figure: figure('errors'), axis: 'errors, % of the requests', atLeast: 5, perUnit: 100 },
  { figure: figure('p95'), axis: 'p95 of the latency, ms', atLeast: 1, perUnit: 1 },
];

/** One panel for each server of which rates were measured that rose. */
export function ratePanels({ rateCurves = [] }: Pick<BenchResult, 'rateCurves'>): RatePanel[] {
  return rateCurves.map(panelOf);
}

function panelOf({ server, levels, known, answer }: RateCurve): RatePanel {
  const mostPerSecond = known?.perSecond === undefined ? undefined : significant(known.perSecond);
  const lines = SHOWN.map((shown) => ({
    title: figureTitle(shown.figure),
    axis: shown.axis,
    isOfRate: shown.figure === GOODPUT,
    atLeast: shown.atLeast,
    points: pointsOf(levels, shown),
    ...(shown.figure === GOODPUT && mostPerSecond !== undefined && { mostPerSecond }),
  }));
  return { server, lines: lines.filter(({ points }) => points.length > 0), answer };
}

function pointsOf(levels: readonly RateLevel[], { figure, perUnit }: RateFigure): RatePoint[] {
  return levels.flatMap((level) => {
    const value = figureValue(figure, level);
    if (value === undefined) return [];
    const { ratePerSecond, fate, why = 'the server took it' } = level;
    const point = { ratePerSecond, value: significant(value * perUnit), isTaken: fate === 'took' };
    return [{ ...point, text: `${ratePerSecond}/s: ${figure.unit.text(value)}\n${why}` }];
  });
}
