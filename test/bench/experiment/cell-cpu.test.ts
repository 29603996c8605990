import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { cellCpu } from '../../../bench/experiment/cell-cpu.ts';
import type { CpuSettings } from '../../../bench/result/settings/work-settings.ts';

const CPU: CpuSettings = { ms: 20, on: 'loop', rounds: 5000 };

const cell = (strategy: string, m: number) => ({ server: 'LOCAL', strategy, m, repetition: 1 });
const cores = (strategy: string, m: number, on: CpuSettings['on']) =>
  cellCpu(cell(strategy, m), { ...CPU, on }, 250).cores;

describe('the CPU work of a cell', () => {
  it.each([
    ['sequential', 'loop', 1],
    ['async', 'loop', 1],
    ['paced', 'loop', 1],
    ['async', 'pool', availableParallelism()],
    ['async', 'process', availableParallelism()],
    ['workers', 'loop', availableParallelism()],
    ['hybrid', 'loop', availableParallelism()],
    ['hybrid', 'process', availableParallelism()],
  ] as const)('of %s on the %s is done by %d cores at once', (strategy, on, expected) => {
    expect(cores(strategy, 1000, on)).toBe(expected);
    expect(cores(strategy, 1, on)).toBe(1);
  });

  it('counts in an ideal as what it took when the machine was quicker', () => {
    expect(cellCpu(cell('async', 4), CPU, 250)).toMatchObject({ ms: 20, laterMs: 20 });
    expect(cellCpu(cell('async', 4), CPU, 260)).toMatchObject({ ms: 5000 / 260, laterMs: 5000 / 260 });
    expect(cellCpu(cell('async', 4), CPU, 240)).toMatchObject({ ms: 20, laterMs: 5000 / 240 });
  });

  it('is no measure where two calibrations differ by over 10 %', () => {
    const isUnsteady = (roundsPerMs: number) => cellCpu(cell('async', 4), CPU, roundsPerMs).isUnsteady;
    expect([250, 228, 275].map(isUnsteady)).toEqual([false, false, false]);
    expect([226, 280].map(isUnsteady)).toEqual([true, true]);
  });
});
