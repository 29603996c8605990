import { DataError } from '../../lib/errors/data-error.ts';
import { type Plan, planDownload } from '../plan/plan.ts';
import { type CellResult, isMeasured, type MeasuredCell } from '../result/cell.ts';
import type { BenchResult } from '../result/result.ts';
import { specOf } from '../result/tested-server.ts';

/** The first cell of a run that is as described and was measured; undefined where there is none. */
export function cellOf(
  { cells }: BenchResult,
  wanted: Partial<Pick<CellResult, 'server' | 'strategy' | 'm'>>,
): MeasuredCell | undefined {
  const isWanted = (cell: CellResult) =>
    Object.entries(wanted).every(([name, value]) => cell[name as keyof typeof wanted] === value);
  return cells.filter(isMeasured).find(isWanted);
}

/**
 * What the fates say of a download of a run's flags, with so many requests in flight.
 *
 * @throws DataError when the run has no server of that label
 */
export function planOf(result: BenchResult, label: string, m: number): Plan {
  const { servers, codes, seed, timeScale, timeoutMs } = result;
  if (servers.every((server) => server.label !== label)) throw new DataError(`it has no server ${label}`);
  return planDownload({ ...specOf(servers, label), codes, seed, timeScale, timeoutMs, m });
}

/** What a sweep on a server has found: the m that is enough by the fates, and by all that is known; undefined where it found none. */
export function enoughOf({ curves }: BenchResult, label: string): { known?: number; found?: number } {
  const { knownM, enoughM } = curves.find(({ server }) => server === label)?.verdict ?? {};
  return { ...(knownM !== undefined && { known: knownM }), ...(enoughM !== undefined && { found: enoughM.value }) };
}
