import { describe, expect, it } from 'vitest';
import { interleave, matrix } from '../../bench/matrix.ts';
import { UsageError } from '../../lib/errors.ts';

const OPTIONS = { servers: ['LOCAL', 'DELAY'], strategies: ['sequential', 'async'], levels: [20], items: 100 };

describe('the matrix', () => {
  it('runs every strategy against one server, then the next', () => {
    expect(matrix(OPTIONS)).toEqual([
      { server: 'LOCAL', strategy: 'sequential', m: 1, repetition: 1 },
      { server: 'LOCAL', strategy: 'async', m: 20, repetition: 1 },
      { server: 'DELAY', strategy: 'sequential', m: 1, repetition: 1 },
      { server: 'DELAY', strategy: 'async', m: 20, repetition: 1 },
    ]);
  });

  it('has no more slots than items', () => {
    expect(matrix({ ...OPTIONS, items: 5 }).map(({ m }) => m)).toEqual([1, 5, 1, 5]);
  });

  it('runs every level of a sweep, those above the items as one', () => {
    const cells = matrix({ ...OPTIONS, servers: ['DELAY'], levels: [1, 2, 64, 128, 256] });
    expect(cells.map(({ strategy, m }) => `${strategy} ${m}`)).toEqual(
      'sequential 1,async 1,async 2,async 64,async 100'.split(','),
    );
  });

  it('is repeated forward and backward in turn', () => {
    const order = interleave(matrix(OPTIONS), 3).map(({ server, strategy, repetition }) => [
      server[0],
      strategy[0],
      repetition,
    ]);
    expect(order.map((cell) => cell.join(''))).toEqual('Ls1,La1,Ds1,Da1,Da2,Ds2,La2,Ls2,Ls3,La3,Ds3,Da3'.split(','));
  });

  it('takes names in any case, each once', () => {
    const cells = matrix({ ...OPTIONS, servers: ['local', 'LOCAL'], strategies: ['Async', 'async'] });
    expect(cells).toEqual([{ server: 'LOCAL', strategy: 'async', m: 20, repetition: 1 }]);
  });

  it.each([
    ['an unknown server', { servers: ['NOWHERE'] }, /"NOWHERE" is not a server: choose one of LOCAL/],
    ['an unknown strategy', { strategies: ['psychic'] }, /"psychic" is not a client: choose one of sequential/],
    [
      'more slots than a strategy can have',
      { strategies: ['workers'], levels: [129] },
      /at most 128 for workers, not 129/,
    ],
    ['nothing to download', { items: 0 }, /nothing to download/],
    ['an empty sweep', { levels: [] }, /the sweep is empty/],
    ['levels that do not ascend', { levels: [1, 4, 2] }, /1,4,2 must be whole numbers from 1 that ascend/],
    ['a level twice', { levels: [2, 2] }, /ascend/],
    ['a level that is no whole number', { levels: [0.5] }, /whole numbers/],
  ])('refuses %s', (_what, options, message) => {
    expect(() => matrix({ ...OPTIONS, ...options })).toThrow(UsageError);
    expect(() => matrix({ ...OPTIONS, ...options })).toThrow(message);
  });
});
