import { describe, expect, it } from 'vitest';
import { interleave, matrix } from '../../../bench/experiment/matrix.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';

const COMMAND = { kind: 'command', name: 'curl', template: 'curl' } as const;
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

  it('doubles the levels of an automatic sweep up to what each strategy can have and all items', () => {
    const cells = matrix({
      ...OPTIONS,
      servers: ['DELAY'],
      strategies: ['async', 'workers'],
      levels: 'auto',
      items: 194,
    });
    expect(cells.map(({ strategy, m }) => `${strategy} ${m}`)).toEqual([
      ...[1, 2, 4, 8, 16, 32, 64, 128, 194].map((m) => `async ${m}`),
      ...[1, 2, 4, 8, 16, 32, 64, 128].map((m) => `workers ${m}`),
    ]);
    const few = matrix({
      ...OPTIONS,
      servers: ['DELAY'],
      strategies: ['sequential', 'async'],
      levels: 'auto',
      items: 1,
    });
    expect(few.map(({ strategy, m }) => `${strategy} ${m}`)).toEqual(['sequential 1', 'async 1']);
  });

  it('is repeated forward and backward in turn', () => {
    const order = interleave(matrix(OPTIONS), 3).map(({ server, strategy, repetition }) => [
      server[0],
      strategy[0],
      repetition,
    ]);
    expect(order.map((cell) => cell.join(''))).toEqual('Ls1,La1,Ds1,Da1,Da2,Ds2,La2,Ls2,Ls3,La3,Ds3,Da3'.split(','));
  });

  it('takes strategies in any case, each once', () => {
    const cells = matrix({ ...OPTIONS, servers: ['LOCAL'], strategies: ['Async', 'async'] });
    expect(cells).toEqual([{ server: 'LOCAL', strategy: 'async', m: 20, repetition: 1 }]);
  });

  it("puts other people's clients after the strategies, at every level, without a highest m", () => {
    const clients = [
      { kind: 'command', name: 'curl', template: 'xargs curl' },
      { kind: 'module', name: 'mine', file: '/mine.ts' },
    ] as const;
    const cells = matrix({
      ...OPTIONS,
      servers: ['DELAY'],
      strategies: ['sequential'],
      clients,
      levels: [2, 50],
      items: 20,
    });
    expect(cells.map(({ strategy, m }) => `${strategy} ${m}`)).toEqual(
      'sequential 1,curl 2,curl 20,mine 2,mine 20'.split(','),
    );
  });

  it('has one level of an open loop: all items', () => {
    const open = { kind: 'open', name: 'open', ratePerSecond: 50, durationMs: 1000, arrivals: 'constant' } as const;
    const cells = matrix({ ...OPTIONS, servers: ['DELAY'], strategies: [], clients: [open], levels: [5], items: 50 });
    expect(cells).toEqual([{ server: 'DELAY', strategy: 'open', m: 50, repetition: 1 }]);
  });

  it.each([
    [
      'two clients of one name',
      [COMMAND, COMMAND],
      /another client called "curl": give the file another name, or a command one of its own/,
    ],
    ['a client with the name of a strategy', [{ ...COMMAND, name: 'async' }], /another client called "async"/],
    [
      'a module with the name of a strategy',
      [{ kind: 'module', name: 'hybrid', file: '/hybrid.ts' }],
      /give the file another name/,
    ],
  ] as const)('refuses %s', (_what, clients, message) => {
    expect(() => matrix({ ...OPTIONS, clients })).toThrow(UsageError);
    expect(() => matrix({ ...OPTIONS, clients })).toThrow(message);
  });

  it.each([
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
