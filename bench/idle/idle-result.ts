import { mean, median } from 'simple-statistics';
import type { IdleKind } from '../../clients/idle/idle-kind.ts';
import { runNoise } from '../compare/run-noise.ts';
import { DEFAULT_CONFIDENCE } from '../statistics/bootstrap.ts';
import type { Interval } from '../statistics/estimate.ts';
import { slopeInterval } from '../statistics/slope-interval.ts';
import { type WhyNot, whyNot } from '../statistics/why-not.ts';

/** How much memory a process had when so many connections were open. */
export interface MemoryLevel {
  readonly connections: number;
  readonly bytes: number;
}

/** What one connection more costs a process, in bytes, and between what that lies. */
export interface CostEach extends Interval {
  readonly ok: true;
  readonly bytes: number;
}

/** The memory of one side. */
export interface SideMemory {
  /** Without any connection. */
  readonly beforeBytes: number;
  /** With all of them. */
  readonly withBytes: number;
  /** What each of them costs, or why that cannot be told. */
  readonly each: CostEach | WhyNot;
  /** What it was found from, fewest connections first. */
  readonly levels: readonly MemoryLevel[];
}

/** How fast a server answers others while connections are held open, and while none are. */
export interface LatencyBeside {
  /** The median of the rounds, in milliseconds. */
  readonly withoutP99Ms: number;
  readonly withP99Ms: number;
  /** Whether the rounds with them differ from those without by more than rounds differ from each other. */
  readonly isDifferent: boolean;
  readonly roundsWithoutP99Ms: readonly number[];
  readonly roundsWithP99Ms: readonly number[];
}

/** What connections of one kind cost. */
export interface HeldIdle {
  readonly kind: IdleKind;
  readonly connections: number;
  readonly server: SideMemory;
  readonly client: SideMemory;
  readonly latency: LatencyBeside;
}

/** Beyond this, half the interval as a share of what it is around, a cost is a guess. */
const GUESS = 0.5;

/** What the levels of a process's memory, without any connection first, say of each connection. */
export function sideMemory(levels: readonly MemoryLevel[]): SideMemory {
  const [before, ...loaded] = levels;
  return { beforeBytes: before!.bytes, withBytes: levels.at(-1)!.bytes, each: costEach(loaded), levels };
}

/**
 * The slope of memory over connections. It leaves out what the first connections cost once, such as code that is compiled
 * for them, so that few connections do not seem dear.
 */
function costEach(levels: readonly MemoryLevel[]): CostEach | WhyNot {
  const slope = slopeInterval(levels.map(({ connections, bytes }) => [connections, bytes] as const));
  if (!slope.ok) return slope;
  if (slope.value - slope.low > GUESS * slope.value) {
    return whyNot('so many connections change the memory of the process no more than other things do');
  }
  return { ok: true, bytes: slope.value, low: slope.low, high: slope.high };
}

/** Compares rounds with connections with rounds without. */
export function latencyBeside(without: readonly number[], beside: readonly number[]): LatencyBeside {
  const [logsWithout, logsBeside] = [without.map(Math.log), beside.map(Math.log)];
  const difference = mean(logsBeside) - mean(logsWithout);
  return {
    withoutP99Ms: median([...without]),
    withP99Ms: median([...beside]),
    isDifferent: Math.abs(difference) > runNoise(logsWithout, logsBeside, DEFAULT_CONFIDENCE, 0).halfWidth,
    roundsWithoutP99Ms: without,
    roundsWithP99Ms: beside,
  };
}
