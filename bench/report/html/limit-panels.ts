import { thin } from '../../statistics/thin.ts';
import type { RepresentedCell } from './represented-cells.ts';
import { hundredths } from './rounding.ts';

/** So many steps of a limit look like all of them. */
const MAX_POINTS = 400;

/** The limit from this time on, in milliseconds since the cell's first request. */
export interface LimitPoint {
  readonly atMs: number;
  readonly limit: number;
}

/** How one strategy adapted its concurrency limit against one server. */
export interface LimitPanel {
  readonly server: string;
  readonly strategy: string;
  /** How many requests the server serves at once; absent where it does not limit them. */
  readonly slots?: number;
  /** Ascending by time. */
  readonly points: readonly LimitPoint[];
}

/** One panel for each server and strategy whose records hold a limit. */
export function limitPanels(
  cells: readonly RepresentedCell[],
  servers: readonly { readonly label: string; readonly slots?: number }[],
): LimitPanel[] {
  return cells.flatMap(({ cell: { server, strategy }, records }) => {
    const points = records
      .flatMap(({ endedMs, limit }) => (limit === undefined ? [] : [{ atMs: hundredths(endedMs), limit }]))
      .sort((a, b) => a.atMs - b.atMs);
    if (points.length === 0) return [];
    const slots = servers.find(({ label }) => label === server)?.slots;
    return [{ server, strategy, ...(slots !== undefined && { slots }), points: thin(points, MAX_POINTS) }];
  });
}
