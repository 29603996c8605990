import { describe, expect, it } from 'vitest';
import { within } from '../../../lib/concurrency/within.ts';

const failure = new RangeError('body');

/** A transaction that writes down what becomes of it. */
function transaction(leaving?: Error) {
  const log: unknown[] = [];
  return {
    log,
    enter: () => log,
    leave: async (_: unknown, failed: { readonly error: unknown } | undefined) => {
      log.push(failed === undefined ? 'commit' : failed.error);
      if (leaving !== undefined) throw leaving;
    },
  };
}

describe('within', () => {
  it('leaves the scope after the body, and returns what that returns', async () => {
    const scope = transaction();
    expect(await within(scope, async () => scope.log.push('insert'))).toBe(1);
    expect(scope.log).toEqual(['insert', 'commit']);
  });

  it('tells the scope what the body threw, undefined too, and throws it then', async () => {
    const scope = transaction();
    await expect(within(scope, () => Promise.reject(failure))).rejects.toBe(failure);
    await expect(within(scope, () => Promise.reject(undefined))).rejects.toBeUndefined();
    expect(scope.log).toEqual([failure, undefined]);
  });

  it('throws what leaving throws, with the error of the body if there is one', async () => {
    const leaving = new Error('leave');
    await expect(within(transaction(leaving), () => 1)).rejects.toBe(leaving);
    const both = within(transaction(leaving), () => Promise.reject(failure));
    await expect(both).rejects.toMatchObject({ error: leaving, suppressed: failure });
  });

  it('runs no body in a scope that cannot be entered', async () => {
    const enter = () => Promise.reject(failure);
    let ran = false;
    const running = within({ enter, leave: () => {} }, () => {
      ran = true;
    });
    await expect(running).rejects.toBe(failure);
    expect(ran).toBe(false);
  });
});
