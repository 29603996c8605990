import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ShareTask, splitCell } from '../../../bench/agents/split-cell.ts';
import type { CellClient, CellTask } from '../../../bench/experiment/cell/cell-process.ts';
import { arrivalTimes } from '../../../clients/schedule/arrival-schedule.ts';

function cell(items: number, m: number, client: CellClient = { kind: 'strategy', name: 'async' }): CellTask {
  const codes = Array.from({ length: items }, (_, i) => `item-${i}`);
  const options = { baseUrl: 'http://localhost:8000/flags', m };
  return { client, codes, options, warmUpUrl: 'http://localhost:1/flags' };
}

function mOf(share: ShareTask): number {
  return 'm' in share ? share.m : share.options.m!;
}

describe('a cell in shares', () => {
  it('loses nothing: items and m add up to those of the whole, and none is there twice', () => {
    const number = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(number(300), number(120), number(9), (items, m, agents) => {
        const shares = splitCell(cell(items, m), agents);
        expect(shares.length).toBe(Math.min(items, m, agents));
        expect(shares.flatMap(({ codes }) => codes).sort()).toEqual([...cell(items, m).codes].sort());
        expect(shares.reduce((sum, share) => sum + mOf(share), 0)).toBe(m);
        expect(shares.every(({ codes }) => codes.length > 0)).toBe(true);
      }),
    );
  });

  it('gives each slot of m as many items, but for one', () => {
    const shares = splitCell(cell(194, 100), 2);
    expect(shares.map((share) => [share.codes.length, mOf(share)])).toEqual([
      [97, 50],
      [97, 50],
    ]);
    expect(splitCell(cell(30, 3), 2).map((share) => [share.codes.length, mOf(share)])).toEqual([
      [20, 2],
      [10, 1],
    ]);
  });

  it('leaves agents without a share where there is not enough to deal', () => {
    expect(splitCell(cell(20, 1), 4)).toHaveLength(1);
    expect(splitCell(cell(3, 20), 4)).toHaveLength(3);
  });

  it('deals the arrivals of a schedule in turn, so that all together are those of the plan', () => {
    const client = {
      kind: 'open',
      name: 'open',
      ratePerSecond: 100,
      durationMs: 1000,
      arrivals: 'poisson',
    } as const;
    const times = arrivalTimes({ ...client, seed: 42 });
    const shares = splitCell(cell(times.length, times.length, client), 4);
    const sent = shares.flatMap((share) => {
      const { turn, codes } = share as Extract<ShareTask, { turn?: unknown }>;
      const own = times.filter((_, i) => i % turn!.of === turn!.index);
      expect(codes).toHaveLength(own.length);
      return own.map((atMs, i) => [atMs, codes[i]] as const);
    });
    expect(sent.sort(([a], [b]) => a - b)).toEqual(times.map((atMs, i) => [atMs, `item-${i}`]));
  });

  it('splits what a command is given as well', () => {
    const { codes } = cell(5, 4);
    const client = { kind: 'command', name: 'mine', template: 'true' } as const;
    const task = { client, label: 'DELAY', baseUrl: 'http://localhost:1', codes, m: 4, seed: 1, cellTimeoutMs: 9 };
    expect(splitCell(task, 2)).toEqual([
      { ...task, codes: ['item-0', 'item-2', 'item-4'], m: 2 },
      { ...task, codes: ['item-1', 'item-3'], m: 2 },
    ]);
  });
});
