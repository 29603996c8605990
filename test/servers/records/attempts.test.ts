import { describe, expect, it } from 'vitest';
import { Attempts } from '../../../servers/records/attempts.ts';

const KEY = 'GET /flags/br/br.gif';

/** How many keys are counted at once when nothing else is said. */
const MAX_KEYS = 100_000;

describe('Attempts', () => {
  it('counts each key from 1', () => {
    const attempts = new Attempts();
    expect([KEY, KEY, 'GET /flags/us/us.gif', KEY].map((key) => attempts.next(key, undefined))).toEqual([1, 2, 1, 3]);
  });

  it('counts each run that a client names apart, and apart from no run', () => {
    const attempts = new Attempts();
    const runs = ['a', 'b', undefined, 'a', 'a b', undefined, 'b'];
    expect(runs.map((run) => attempts.next(KEY, run))).toEqual([1, 1, 1, 2, 1, 2, 2]);
  });

  it('begins at 1 again for one run by name, and for no other', () => {
    const attempts = new Attempts();
    const runs = ['a', 'a b', undefined, 'GET'];
    for (const run of runs) attempts.next(KEY, run);
    attempts.reset('a');
    attempts.reset('GET');
    expect(runs.map((run) => attempts.next(KEY, run))).toEqual([1, 2, 2, 1]);
  });

  it('begins at 1 again after a reset', () => {
    const attempts = new Attempts(2);
    for (const key of ['a', 'b', 'c', 'c']) attempts.next(key, undefined);
    attempts.reset();
    expect(['c', 'd', 'c', 'e', 'd', 'c'].map((key) => attempts.next(key, undefined))).toEqual([1, 1, 2, 1, 2, 1]);
  });

  it('forgets the oldest key first when there are too many', () => {
    const attempts = new Attempts(3);
    for (const key of ['a', 'b', 'c']) attempts.next(key, undefined);
    expect(attempts.next('d', undefined)).toBe(1);
    expect([attempts.next('b', undefined), attempts.next('c', undefined), attempts.next('d', undefined)]).toEqual([
      2, 2, 2,
    ]);
    expect(attempts.next('a', undefined)).toBe(1);
    expect(attempts.next('b', undefined)).toBe(1);
  });

  it('takes no longer for a key when it is full than when it is not', () => {
    const attempts = new Attempts();
    const countAll = (folder: string) => {
      const begin = performance.now();
      for (let i = 0; i < MAX_KEYS; i++) attempts.next(`GET /${folder}/${i}`, undefined);
      return performance.now() - begin;
    };
    const filling = countAll('first');
    // What walks past all keys forgotten before to find the oldest takes about a hundred times as long.
    expect(countAll('second')).toBeLessThan(filling * 10 + 100);
    expect(attempts.next('GET /first/0', undefined)).toBe(1);
  });
});
