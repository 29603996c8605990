import { expect, it } from 'vitest';
import { representatives } from '../../../bench/rows/representatives.ts';
import { failedCell, measuredCell } from '../../helpers/bench/bench-result.ts';

const at = (m: number, elapsedMs: number) => measuredCell({ server: 'DELAY', strategy: 'async', m, elapsedMs });

it('a sweep is represented by the median repetition of its highest level', () => {
  const cells = [at(4, 10), at(8, 30), at(8, 90), at(8, 20), at(1, 99)];
  expect(representatives(cells)).toEqual([cells[1]]);
});

it('a group that only failed is represented by its failure, in the order of the cells', () => {
  const failed = failedCell({ server: 'DELAY', strategy: 'workers' });
  const cells = [failed, at(8, 30)];
  expect(representatives(cells)).toEqual(cells);
});
