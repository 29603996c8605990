import { DataError } from '../../lib/errors/data-error.ts';
import { type Plan, planDownload } from '../plan/plan.ts';
import { type CellResult, isMeasured, type MeasuredCell } from '../result/cell.ts';
import type { BenchResult } from '../result/result.ts';
import { specOf } from '../result/tested-server.ts';
import type { Measured } from './lesson.ts';

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

/**
 * What a sweep on a server has found: the m that is enough by the fates, and between which it lies by the measured times alone;
 * absent where it found none. The verdict's own m is the fates' where the times do not contradict them: that would compare the
 * plan with itself.
 */
export function enoughOf({ curves }: BenchResult, label: string): { known?: number; found?: Measured } {
  const { knownM, enoughM } = curves.find(({ server }) => server === label)?.verdict ?? {};
  if (enoughM === undefined) return { ...(knownM !== undefined && { known: knownM }) };
  const { low, high } = enoughM;
  return { ...(knownM !== undefined && { known: knownM }), found: low === high ? low : { low, high } };
}
