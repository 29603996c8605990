import type { Tally } from '../../clients/download/tally.ts';

/** The definition of one figure: what tables, the JSON schema, reports and documents say of it. */
export interface FigureDefinition {
  /** Its field, which ends in its unit. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly definition: string;
  /** Whether every measured cell has it. */
  readonly always: boolean;
}

/** Every figure of a cell, but for its outcomes by kind. */
export const FIGURES = [
  define('elapsedMs', 'elapsed', 'ms', true, 'from the first request sent to the last item ended, without start-up'),
  define('items', 'flags', '', true, 'how many flags were asked for'),
  define('requests', 'requests', '', true, 'how many requests were sent, retries included'),
  define('throughputPerSecond', 'throughput', '/s', true, 'items that were answered, with whatever status, per second'),
  define('goodputPerSecond', 'goodput', '/s', true, 'items that ended ok, per second'),
  define('idealMs', 'ideal', 'ms', true, 'the shortest time for these fates: max(longest, sum / slots)'),
  define('scheduleMs', 'schedule', 'ms', true, 'the time when each slot takes the next item as soon as it is free'),
  define('efficiency', 'efficiency', '', false, 'ideal / elapsed time; absent for schedules and fates without time'),
  define(
    'latencyP50Ms',
    'p50',
    'ms',
    false,
    'median time from (scheduled) start to last byte; absent for under 10 items',
  ),
  define('latencyP95Ms', 'p95', 'ms', false, '95th percentile of that time; absent for under 100 items'),
  define('latencyP99Ms', 'p99', 'ms', false, '99th percentile of that time; absent for under 500 items'),
  define('overheadP50Ms', 'overhead', 'ms', false, 'median time beyond what the fates held; absent for under 10 items'),
  define('cpuSeconds', 'CPU', 's', true, 'CPU time of the client and all its threads, their start included'),
  define('peakRssBytes', 'peak RSS', 'B', true, 'the most memory that the client ever had resident, warm-up included'),
  define('eventLoopDelayP99Ms', 'event loop', 'ms', false, '99th percentile of how late its main event loop was'),
  define('peakInFlight', 'peak in flight', '', true, 'the most requests at once that the server saw'),
  define('meanInFlight', 'mean in flight', '', true, 'requests at once that the server saw, averaged over the cell'),
  define('connections', 'connections', '', true, 'how many connections brought requests'),
  define('lateStarts', 'late starts', '', false, 'requests sent over 1 ms after their time; only with a schedule'),
] as const satisfies readonly FigureDefinition[];

type NameOf<Always extends boolean> = Extract<(typeof FIGURES)[number], { always: Always }>['name'];

/** What is measured of one cell. */
export type Figures = { readonly [Name in NameOf<true>]: number } & {
  readonly [Name in NameOf<false>]?: number | undefined;
} & {
  /** How many items ended in each way; they add up to `items`. */
  readonly outcomes: Tally['kinds'];
};

function define<const Name extends string, const Always extends boolean>(
  name: Name,
  title: string,
  unit: string,
  always: Always,
  definition: string,
) {
  return { name, title, unit, always, definition };
}
