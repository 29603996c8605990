import { describe, expect, it } from 'vitest';
import { rowOf, rows, rowsOfEachLevel } from '../../../bench/rows/rows.ts';
import { failedCell, measuredCell } from '../../helpers/bench/bench-result.ts';

const cell = (strategy: string, repetition: number, elapsedMs: number, given = {}) =>
  measuredCell({ server: 'DELAY', strategy, repetition, elapsedMs, idealMs: 100, ...given });

const A = { server: 'DELAY', strategy: 'a', m: 20 };
const B = { server: 'DELAY', strategy: 'b', m: 20 };

describe('rows', () => {
  it('come in the order that was asked for, though repetitions run forwards and backwards', () => {
    const planned = [A, B, B, A].map((one, i) => ({ ...one, repetition: i < 2 ? 1 : 2 }));
    const cells = [cell('b', 1, 3), cell('b', 2, 1), cell('a', 2, 2)];
    expect(rows({ planned, cells }).map(({ strategy }) => strategy)).toEqual(['a', 'b']);
  });

  it('show the median over repetitions of each figure, and from where to where they lie', () => {
    const row = rowOf([cell('a', 1, 300), cell('a', 2, 200)]);
    expect(row).toMatchObject({ repetitions: 2, elapsedMs: 250, ranges: { elapsed: { low: 200, high: 300 } } });
    expect(row.efficiency).toBeCloseTo((1 / 3 + 1 / 2) / 2);
    expect(rowOf([cell('a', 1, 300)])).not.toHaveProperty('ranges');
  });

  it('withhold what one repetition withholds', () => {
    const odd = cell('a', 2, 10, { withheld: 'it did nothing', efficiency: undefined });
    expect(rowOf([cell('a', 1, 300), odd])).toMatchObject({ withheld: 'it did nothing', efficiency: undefined });
  });

  it('are one for the highest m of a strategy, or one for each m; failures where nothing was measured', () => {
    const failed = failedCell({ server: 'DELAY', strategy: 'b' });
    const cells = [cell('a', 1, 9, { m: 4 }), cell('a', 1, 9, { m: 8 }), failed];
    expect(rows({ planned: [], cells }).map(({ strategy, m }) => `${strategy} ${m}`)).toEqual(['a 8', 'b 1']);
    expect(rowsOfEachLevel({ planned: [], cells }).map(({ m }) => m)).toEqual([4, 8, 1]);
  });
});
