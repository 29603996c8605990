import { describe, expect, it } from 'vitest';
import { Channel } from '../../../lib/concurrency/channel.ts';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { TaskGroup } from '../../../lib/concurrency/task-group.ts';
import { withTimeout } from '../../../lib/concurrency/with-timeout.ts';

const failure = new RangeError('first');
const forever = (signal: AbortSignal) => sleep(Number.POSITIVE_INFINITY, signal);

describe('TaskGroup.run', () => {
  it('returns what the body returns once all children have ended', async () => {
    const ended: string[] = [];
    const value = await TaskGroup.run((group) => {
      group.spawn(() => sleep(5).then(() => ended.push('child')));
      return 42;
    });
    expect([value, ended]).toEqual([42, ['child']]);
  });

  it('cancels the children at once when the body throws, and throws its error when they have ended', async () => {
    const ended: unknown[] = [];
    const running = TaskGroup.run(async (group) => {
      group.spawn((signal) => forever(signal).finally(() => ended.push(signal.reason)));
      await sleep(1);
      throw failure;
    });
    await expect(running).rejects.toBe(failure);
    expect(ended).toEqual([failure]);
  });

  it('throws the reason of the outer signal that called a child off, whatever the body returned', async () => {
    const timed = withTimeout(20, (signal) =>
      TaskGroup.run(
        (group) => {
          group.spawn(forever);
          return 'finished';
        },
        { signal },
      ),
    );
    await expect(timed).rejects.toMatchObject({ name: 'TimeoutError' });
    const refused = TaskGroup.run((group) => void group.spawn(() => 1), { signal: AbortSignal.abort(failure) });
    await expect(refused).rejects.toBe(failure);
  });

  it('returns what the body returns where all was done, though the outer signal aborted meanwhile', async () => {
    const controller = new AbortController();
    const running = TaskGroup.run(
      (group) => {
        group.spawn(() => sleep(5));
        controller.abort(failure);
        return 42;
      },
      { signal: controller.signal },
    );
    expect(await running).toBe(42);
  });

  it('returns what the body returns where the body itself called the children off', async () => {
    const running = TaskGroup.run((group) => {
      group.spawn(forever);
      group.cancel();
      return 42;
    });
    expect(await running).toBe(42);
  });

  it('throws the failure of a child that nobody awaited', async () => {
    await expect(TaskGroup.run((group) => void group.spawn(() => Promise.reject(failure)))).rejects.toBe(failure);
  });

  it('throws the failure of a child once, where the body has awaited it', async () => {
    const running = TaskGroup.run(async (group) => await group.spawn(() => Promise.reject(failure)));
    await expect(running).rejects.toBe(failure);
  });

  it('throws the failure that called the body off, and not that it was called off', async () => {
    const running = TaskGroup.run(async (group) => {
      group.spawn(() => Promise.reject(failure));
      await forever(group.signal).catch((cause) => Promise.reject(new Error('interrupted', { cause })));
    });
    await expect(running).rejects.toBe(failure);
  });

  it("throws both the body's error and what a child failed with while it was called off", async () => {
    const late = new TypeError('late');
    const running = TaskGroup.run(async (group) => {
      group.spawn((signal) => forever(signal).catch(() => Promise.reject(late)));
      await sleep(1);
      throw failure;
    });
    const error = await running.catch((reason) => reason as AggregateError);
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors).toEqual([failure, late]);
  });

  it('throws the reason of its signal, where the body waits for it', async () => {
    const controller = new AbortController();
    const running = TaskGroup.run((group) => forever(group.signal), { signal: controller.signal });
    controller.abort(failure);
    await expect(running).rejects.toBe(failure);
  });
});

describe('iterating a group', () => {
  it('gives what the children return, in order of completion, those of later children too', async () => {
    const group = new TaskGroup<number>({ results: true });
    for (const ms of [20, 5]) group.spawn(() => sleep(ms).then(() => ms));
    const seen: number[] = [];
    for await (const ms of group) {
      if (ms === 5) group.spawn(() => 1);
      seen.push(ms);
    }
    expect(seen).toEqual([5, 1, 20]);
    await group.join();
  });

  it('gives what has come before the loop began', async () => {
    const group = new TaskGroup<string>({ results: true });
    await group.spawn(() => 'early');
    expect(await Array.fromAsync(group)).toEqual(['early']);
  });

  it('throws a failure after the results that came before it, and tells it once', async () => {
    const seen: number[] = [];
    const running = TaskGroup.run<void, number>(
      async (group) => {
        group.spawn(() => 1);
        group.spawn(() => Promise.reject(failure));
        for await (const result of group) seen.push(result);
      },
      { results: true },
    );
    await expect(running).rejects.toBe(failure);
    expect(seen).toEqual([1]);
  });

  it('is refused where nothing is kept', async () => {
    await expect(Array.fromAsync(new TaskGroup())).rejects.toThrow(
      new TypeError('Expected a group with `results: true` to be iterated, got one without'),
    );
  });

  it('ends a body that loops over a channel whose sender has failed', async () => {
    const channel = new Channel<string>(1);
    const seen: string[] = [];
    const running = TaskGroup.run(async (group) => {
      group.spawn(async (signal) => {
        await channel.send('BR', signal);
        throw new RangeError('no more');
      });
      for await (const code of channel.values(group.signal)) seen.push(code);
    });
    await expect(running).rejects.toThrow(new RangeError('no more'));
    expect(seen).toEqual(['BR']);
  });

  it('shares its results among several loops', async () => {
    const shares = await TaskGroup.run<number[][], number>(
      async (group) => {
        for (let i = 0; i < 6; i++) group.spawn(() => sleep(i).then(() => i));
        return Promise.all([Array.fromAsync(group), Array.fromAsync(group)]);
      },
      { results: true },
    );
    expect(shares.flat().sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
