import { describe, expect, it } from 'vitest';
import { matrix } from '../../bench/matrix.ts';
import { UsageError } from '../../lib/errors.ts';

const OPTIONS = { servers: ['LOCAL', 'DELAY'], strategies: ['sequential', 'async'], m: 20, items: 100 };

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

  it('takes names in any case, each once', () => {
    const cells = matrix({ ...OPTIONS, servers: ['local', 'LOCAL'], strategies: ['Async', 'async'] });
    expect(cells).toEqual([{ server: 'LOCAL', strategy: 'async', m: 20, repetition: 1 }]);
  });

  it.each([
    ['an unknown server', { servers: ['NOWHERE'] }, /"NOWHERE" is not a server: choose one of LOCAL/],
    ['an unknown strategy', { strategies: ['psychic'] }, /"psychic" is not a client: choose one of sequential/],
    ['more slots than a strategy can have', { strategies: ['workers'], m: 129 }, /at most 128 for workers, not 129/],
    ['nothing to download', { items: 0 }, /nothing to download/],
  ])('refuses %s', (_what, options, message) => {
    expect(() => matrix({ ...OPTIONS, ...options })).toThrow(UsageError);
    expect(() => matrix({ ...OPTIONS, ...options })).toThrow(message);
  });
});
