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
  /** Whether the rounds with them differ from those before and from those after by more than rounds differ from each other. */
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

/**
 * What a process takes or has free for other things, in bytes, that the levels do not show: code that is compiled late, pages
 * that were half empty. Few connections fit into those, and would seem to cost nothing.
 */
const OTHER_BYTES = 4 * 1024 ** 2;

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
  const { value: bytes, high } = slope;
  const margin = high - bytes + OTHER_BYTES / levels.at(-1)!.connections;
  if (margin > GUESS * bytes) return whyNot('the memory of the process changes as much for other reasons');
  return { ok: true, bytes, low: bytes - margin, high: bytes + margin };
}

/**
 * Compares rounds beside connections with those before and after: they differ only where they do from both, in the same
 * direction. Else the machine may have had something else to do for a while.
 */
export function latencyBeside(
  before: readonly number[],
  beside: readonly number[],
  after: readonly number[],
): LatencyBeside {
  const without = [...before, ...after];
  const changes = [before, after].map((rounds) => change(rounds, beside));
  return {
    withoutP99Ms: median(without),
    withP99Ms: median([...beside]),
    isDifferent: changes.every((sign) => sign === 1) || changes.every((sign) => sign === -1),
    roundsWithoutP99Ms: without,
    roundsWithP99Ms: beside,
  };
}

/** Whether the second rounds are slower, 1, or faster, −1, by more than rounds differ from each other; else 0. */
function change(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [first.map(Math.log), second.map(Math.log)];
  const difference = mean(b) - mean(a);
  const isShown = Math.abs(difference) > runNoise(a, b, DEFAULT_CONFIDENCE, 0).halfWidth;
  return isShown ? Math.sign(difference) : 0;
}
