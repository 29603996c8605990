import { latenciesMs } from '../../result/latency.ts';
import { type EcdfPoint, ecdf } from '../../statistics/ecdf.ts';
import type { RepresentedCell } from './represented-cells.ts';
import { significant } from './rounding.ts';

/** So many steps of a distribution look like all of them. */
const MAX_POINTS = 150;

/** How long the items of one strategy took that ended ok or timed out. */
export interface LatencySeries {
  readonly strategy: string;
  readonly m: number;
  readonly items: number;
  /** Milliseconds from the request, or from when it was due, to its end. */
  readonly ecdf: readonly EcdfPoint[];
}

/** How long items took against one server. */
export interface LatencyPanel {
  readonly server: string;
  readonly series: readonly LatencySeries[];
  /** How long the fates held them; empty where they hold no time. */
  readonly injected: readonly EcdfPoint[];
}

/** One panel for each server of which something was had. */
export function latencyPanels(cells: readonly RepresentedCell[]): LatencyPanel[] {
  const recorded = cells.filter(({ records }) => latenciesMs(records).length > 0);
  return [...Map.groupBy(recorded, ({ cell }) => cell.server)].map(([server, group]) => ({
    server,
    series: group.map(({ cell: { strategy, m }, records }) => {
      const waitsMs = latenciesMs(records);
      return { strategy, m, items: waitsMs.length, ecdf: steps(waitsMs) };
    }),
    injected: injectedSteps(group),
  }));
}

/** Fates are the same for every strategy: those of the one with the most records are all there are. */
function injectedSteps(group: readonly RepresentedCell[]): EcdfPoint[] {
  const [most] = group.toSorted((a, b) => b.records.length - a.records.length);
  const held = most!.records.map(({ injectedMs }) => injectedMs);
  return held.some((ms) => ms > 0) ? steps(held) : [];
}

function steps(values: readonly number[]): EcdfPoint[] {
  return ecdf(values, MAX_POINTS).map(({ value, share }) => ({ value: significant(value), share: significant(share) }));
}
