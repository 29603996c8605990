import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstEnd, firstResult, gather } from '../../../lib/concurrency/gather.ts';
import { sleep } from '../../../lib/concurrency/sleep.ts';

const failure = new RangeError('first');
const fail = () => Promise.reject(failure);
const later = <T>(ms: number, value: T) => {
  return (signal: AbortSignal) => sleep(ms, signal).then(() => value);
};

/** A task that never ends by itself, and what it was called off by. */
function endless() {
  const reasons: unknown[] = [];
  const task = (signal: AbortSignal): Promise<string> =>
    sleep(Number.POSITIVE_INFINITY, signal).then(
      () => 'never',
      (reason) => {
        reasons.push(reason);
        throw reason;
      },
    );
  return { task, reasons };
}

describe('gather', () => {
  it('returns what the tasks return in order of submission, whatever the order of completion', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 8 }), async (waits) => {
        expect(await gather(waits.map((ms, i) => later(ms, i)))).toEqual(waits.map((_, i) => i));
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the type of each', async () => {
    const [text, number] = await gather([later(1, 'a'), later(1, 1)]);
    expect([text.length, number.toFixed()]).toEqual([1, '1']);
  });

  it('calls off the others at the first failure, and throws it when they have ended', async () => {
    const { task, reasons } = endless();
    await expect(gather([task, fail])).rejects.toBe(failure);
    expect(reasons).toEqual([failure]);
  });

  it('says how each has ended, and calls off none, where that is asked for', async () => {
    expect(await gather([later(5, 'late'), fail], { settled: true })).toEqual([
      { status: 'fulfilled', value: 'late' },
      { status: 'rejected', reason: failure },
    ]);
  });

  it('calls all off when its signal aborts', async () => {
    const { task, reasons } = endless();
    const controller = new AbortController();
    const running = gather([task, task], { signal: controller.signal });
    controller.abort(failure);
    await expect(running).rejects.toBe(failure);
    expect(reasons).toEqual([failure, failure]);
  });
});

describe('firstResult', () => {
  it('returns what the first returns that does not fail, when the others have ended', async () => {
    const { task, reasons } = endless();
    expect(await firstResult([fail, task, later(2, 'near')])).toBe('near');
    expect(reasons).toHaveLength(1);
  });

  it('throws all errors where all fail, and where there is none to try', async () => {
    const all = await firstResult([fail, fail]).catch((error) => error as AggregateError);
    expect((all as AggregateError).errors).toEqual([failure, failure]);
    await expect(firstResult([])).rejects.toThrow('all 0 tasks failed');
  });

  it('throws the reason of its signal', async () => {
    const controller = new AbortController();
    const running = firstResult([endless().task], { signal: controller.signal });
    controller.abort(failure);
    await expect(running).rejects.toBe(failure);
  });
});

describe('firstEnd', () => {
  it('ends as the first that ends does, well or not', async () => {
    const { task, reasons } = endless();
    expect(await firstEnd([task, later(1, 'done')])).toBe('done');
    await expect(firstEnd([task, fail])).rejects.toBe(failure);
    expect(reasons).toHaveLength(2);
  });

  it('refuses to wait for the first of none', () => {
    expect(() => firstEnd([])).toThrow(new TypeError('Expected `tasks` to have a task that can end, got none'));
  });
});
