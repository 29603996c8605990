import { describe, expect, it } from 'vitest';
import { runInThread } from '../../../lib/concurrency/run-in-thread.ts';
import { TaskGroup } from '../../../lib/concurrency/task-group.ts';
import { withTimeout } from '../../../lib/concurrency/with-timeout.ts';

const sum = (...numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

describe('runInThread', () => {
  it('computes elsewhere what a function returns, be it promised or not', async () => {
    const promised = async (text: string) => text.toUpperCase();
    const both = await TaskGroup.run((group) =>
      Promise.all([group.spawn(runInThread(sum, 1, 2, 3)), group.spawn(runInThread(promised, 'br'))]),
    );
    expect(both).toEqual([6, 'BR']);
  });

  it('throws what the function throws', async () => {
    const fail = () => {
      throw new RangeError('no');
    };
    await expect(withTimeout(60_000, runInThread(fail))).rejects.toThrow(new RangeError('no'));
  });

  it('ends a computation that is called off', async () => {
    const endless = () => {
      for (;;);
    };
    await expect(withTimeout(200, runInThread(endless))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('says so when the thread ends without an answer', async () => {
    const exit = () => process.exit(3);
    await expect(withTimeout(60_000, runInThread(exit))).rejects.toThrow('the thread ended with code 3');
  });

  it('says so when the answer cannot be copied from thread to thread', async () => {
    const give = () => () => 1;
    await expect(withTimeout(60_000, runInThread(give))).rejects.toThrow(
      /^the answer cannot leave the thread: .*cloned/,
    );
  });

  it('takes no built-in function, whose text says nothing', () => {
    expect(() => runInThread(Math.max, 1, 2)).toThrow(TypeError);
    expect(() => runInThread((() => 1).bind(undefined))).toThrow('got a built-in function');
  });
});
