import type { RateCurve, RateLevel } from '../../result/rate-curve.ts';
import type { BenchResult } from '../../result/result.ts';
import { MILLISECONDS, RATE, SHARE, type Unit } from '../../result/unit.ts';
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
  /** The highest value that the axis must have room for, whatever was measured. */
  readonly atLeast: number;
  /** Ascending by rate; rates that do not have the figure are missing. */
  readonly points: readonly RatePoint[];
}

/** What came of each rate against one server. */
export interface RatePanel {
  readonly server: string;
  readonly lines: readonly RateLine[];
  /** The most that the server can serve by its faults; absent where they set no limit. */
  readonly knownPerSecond?: number;
  readonly answer: string;
}

interface RateFigure extends Omit<RateLine, 'points'> {
  readonly unit: Unit;
  readonly figureOf: (level: RateLevel) => number | undefined;
  /** What the axis counts, in terms of the figure's unit. */
  readonly perUnit: number;
}

const FIGURES: readonly RateFigure[] = [
  {
    title: 'goodput',
    axis: 'goodput, ok per second',
    atLeast: 0,
    unit: RATE,
    figureOf: ({ goodputPerSecond }) => goodputPerSecond,
    perUnit: 1,
  },
  {
    title: 'errors',
    axis: 'errors, % of the requests',
    atLeast: 5,
    unit: SHARE,
    figureOf: ({ errorShare }) => errorShare,
    perUnit: 100,
  },
  {
    title: 'p95',
    axis: 'p95 of the latency, ms',
    atLeast: 1,
    unit: MILLISECONDS,
    figureOf: ({ latencyP95Ms }) => latencyP95Ms,
    perUnit: 1,
  },
];

/** One panel for each server of which rates were measured that rose. */
export function ratePanels({ rateCurves = [] }: Pick<BenchResult, 'rateCurves'>): RatePanel[] {
  return rateCurves.map(panelOf);
}

function panelOf({ server, levels, known, answer }: RateCurve): RatePanel {
  const lines = FIGURES.map(({ title, axis, atLeast, ...figure }) => ({
    title,
    axis,
    atLeast,
    points: pointsOf(levels, figure),
  }));
  return {
    server,
    lines: lines.filter(({ points }) => points.length > 0),
    ...(known?.perSecond !== undefined && { knownPerSecond: significant(known.perSecond) }),
    answer,
  };
}

function pointsOf(
  levels: readonly RateLevel[],
  { unit, figureOf, perUnit }: Omit<RateFigure, 'title' | 'axis' | 'atLeast'>,
): RatePoint[] {
  return levels.flatMap((level) => {
    const value = figureOf(level);
    if (value === undefined) return [];
    const { ratePerSecond, fate, why = 'the server took it' } = level;
    const point = { ratePerSecond, value: significant(value * perUnit), isTaken: fate === 'took' };
    return [{ ...point, text: `${ratePerSecond}/s: ${unit.text(value)}\n${why}` }];
  });
}
