import { Climb } from '../../../bench/climb/climb.ts';
import { climbRates } from '../../../bench/climb/climb-rates.ts';
import { type Cell, type CellResult, cellOf } from '../../../bench/result/cell.ts';
import type { ClimbClient } from '../../../bench/result/own-client.ts';
import type { KnownRate, RateCurve } from '../../../bench/result/rate-curve.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { arrivalTimes } from '../../../clients/schedule/arrival-schedule.ts';
import { benchResult, failedCell, measuredCell } from './bench-result.ts';

/** A range of rates as the command line has it by default. */
export const CLIMB: ClimbClient = {
  kind: 'climb',
  name: 'open',
  ratesPerSecond: climbRates(10, 200),
  refinements: 3,
  until: 'errors>1%',
  durationMs: 3000,
  leastRequests: 100,
  arrivals: 'constant',
  repetitions: 1,
};

/** What a cell comes to against a made-up server; all is well where it says nothing. */
export type MadeUpServer = (
  cell: Cell & { ratePerSecond: number; durationMs: number; items: number },
) => Partial<CellResult>;

/** A server that refuses what is more than it serves. */
export function serves(perSecond: number): MadeUpServer {
  return ({ ratePerSecond, items }) => {
    const refused = Math.round(Math.max(0, 1 - perSecond / ratePerSecond) * items);
    return { errorShare: refused / items, refused, goodputPerSecond: Math.min(ratePerSecond, perSecond) };
  };
}

/** Climbs against made-up servers, to the end. */
export function climbed(
  servers: Readonly<Record<string, MadeUpServer>>,
  client: Partial<ClimbClient> = {},
  known?: KnownRate,
): { readonly cells: readonly CellResult[]; readonly curves: readonly RateCurve[] } {
  const climb = new Climb({ ...CLIMB, ...client }, Object.keys(servers), 42, () => known);
  const cells: CellResult[] = [];
  const measured = { cells, warnings: [] };
  for (let [next] = climb.next(measured); next !== undefined; [next] = climb.next(measured)) {
    cells.push(resultOf(next, servers[next.server]!));
  }
  return { cells, curves: climb.curves(measured) };
}

/** The result of a bench whose rate rose against LIMITED, which serves 80/s. */
export function climbedResult(): BenchResult {
  const known = { perSecond: 80, why: '8 slots, 100 ms each', isExact: true, failingShare: 0 };
  const { cells, curves } = climbed({ LIMITED: serves(80) }, {}, known);
  return { ...benchResult(cells), planned: cells.map(cellOf), clients: [CLIMB], rateCurves: curves };
}

function resultOf(cell: Cell, server: MadeUpServer): CellResult {
  const { ratePerSecond = 0, durationMs = 0 } = cell;
  const items = arrivalTimes({ ratePerSecond, durationMs, arrivals: 'constant', seed: 42 }).length;
  const came = server({ ...cell, ratePerSecond, durationMs, items });
  if ('error' in came) return { ...failedCell(cell), ...cell, error: came.error! };
  const well = {
    items,
    errorShare: 0,
    goodputPerSecond: ratePerSecond,
    offeredPerSecond: ratePerSecond,
    bunched: 0,
  };
  return measuredCell({ ...cell, ...well, latencyP50Ms: 101, latencyP95Ms: 105, waitGrowthMs: 0, ...came });
}
