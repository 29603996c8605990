import { strategyRow } from '../../clients/strategy-rows.ts';
import { lanesFor } from '../../clients/work/lanes-for.ts';
import type { PlannedWork } from '../plan/planned-requests.ts';
import type { Cell } from '../result/cell.ts';
import type { CpuSettings } from '../result/settings/work-settings.ts';

/** Two calibrations that differ by more than this share are those of a machine whose speed has changed. */
const MAX_DRIFT = 0.1;

/** The CPU work of a cell's items. */
export interface CellCpu extends PlannedWork {
  /** What it takes for one item by the calibration after the cell, in milliseconds. */
  readonly laterMs: number;
  /** Whether that is too far from what it was to take. */
  readonly isUnsteady: boolean;
}

/**
 * What the CPU work of a cell is, as far as an ideal may count on it: what it took when the machine was quicker, of two
 * calibrations, on all cores that could compute at once.
 *
 * @param roundsPerMs what a core did by the calibration after the cell
 */
export function cellCpu({ strategy, m }: Cell, { ms, on, rounds }: CpuSettings, roundsPerMs: number): CellCpu {
  const laterMs = rounds / roundsPerMs;
  const isOneLoop = on === 'loop' && strategyRow(strategy)?.isThreaded !== true;
  return {
    ms: Math.min(ms, laterMs),
    cores: isOneLoop ? 1 : lanesFor(m),
    laterMs,
    isUnsteady: Math.abs(laterMs / ms - 1) > MAX_DRIFT,
  };
}
