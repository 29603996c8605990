import { getEventListeners } from 'node:events';
import { setTimeout as nodeTimer } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { TaskGroup } from '../../../lib/concurrency/task-group.ts';
import { unhandledRejectionsDuring } from '../../helpers/unhandled-rejections.ts';

const forever = (signal: AbortSignal) => sleep(Number.POSITIVE_INFINITY, signal);
const failure = new RangeError('first');
const fail = () => Promise.reject(failure);

describe('TaskGroup', () => {
  it('starts a child at once, gives it the signal and returns what it returns', async () => {
    await using group = new TaskGroup();
    const given: AbortSignal[] = [];
    const child = group.spawn((signal) => given.push(signal));
    expect(given[0]).toBe(group.signal);
    expect(await child).toBe(1);
    expect(await group.spawn(async () => 8)).toBe(8);
  });

  it('waits for all children, and for the children that they spawn', async () => {
    const group = new TaskGroup();
    const ended: string[] = [];
    group.spawn(async () => {
      await sleep(1);
      group.spawn(async () => {
        await sleep(1);
        group.spawn(() => sleep(1).then(() => ended.push('grandchild')));
        ended.push('child');
      });
      ended.push('parent');
    });
    await group.join();
    expect(ended).toEqual(['parent', 'child', 'grandchild']);
  });

  it('waits for its children at the end of an `await using` block', async () => {
    let ended = false;
    {
      await using group = new TaskGroup();
      group.spawn(async () => {
        await sleep(1);
        ended = true;
      });
    }
    expect(ended).toBe(true);
  });

  it('can be used again while nobody has joined it, though all its children have ended', async () => {
    const group = new TaskGroup();
    await group.spawn(() => 1);
    expect(await group.spawn(() => 2)).toBe(2);
    await group.join();
  });

  it('refuses to spawn after it has ended', async () => {
    const group = new TaskGroup();
    await group.join();
    const message = 'Expected `spawn` to be called before the group ended, got a call after it';
    expect(() => group.spawn(() => {})).toThrow(expect.objectContaining({ name: 'TypeError', message }));
  });

  it('can be joined more than once', async () => {
    const group = new TaskGroup();
    group.spawn(() => sleep(1));
    await Promise.all([group.join(), group.join().then(() => group.join())]);
  });
});

describe('TaskGroup, when a child fails', () => {
  it('cancels the siblings, with the failure as the reason', async () => {
    const group = new TaskGroup();
    const sibling = group.spawn(forever);
    group.spawn(fail);
    await expect(sibling).rejects.toBe(failure);
    await expect(group.join()).rejects.toBe(failure);
    expect(group.signal.reason).toBe(failure);
  });

  it('waits for the siblings to clean up before it rethrows', async () => {
    const group = new TaskGroup();
    let cleanedUp = false;
    group.spawn((signal) =>
      forever(signal).finally(async () => {
        await sleep(1);
        cleanedUp = true;
      }),
    );
    group.spawn(fail);
    await expect(group.join()).rejects.toBe(failure);
    expect(cleanedUp).toBe(true);
  });

  it('treats a child that throws as one that rejects', async () => {
    const group = new TaskGroup();
    group.spawn(() => {
      throw failure;
    });
    await expect(group.join()).rejects.toBe(failure);
  });

  it('starts nothing more', async () => {
    const group = new TaskGroup();
    await expect(group.spawn(fail)).rejects.toBe(failure);
    await expect(group.spawn(() => expect.unreachable())).rejects.toBe(failure);
  });

  it('throws several failures as an AggregateError, in the order in which they came', async () => {
    const group = new TaskGroup();
    const second = new RangeError('second');
    group.spawn(fail);
    group.spawn((signal) => forever(signal).catch(() => Promise.reject(second)));
    group.spawn(forever);
    const thrown = await group.join().catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(AggregateError);
    expect(thrown).toMatchObject({ errors: [failure, second], message: '2 tasks of the group failed' });
  });

  it.each<[string, (signal: AbortSignal) => Promise<unknown>]>([
    ['the reason itself', forever],
    ['an AbortError of Node.js', (signal) => nodeTimer(60_000, undefined, { signal })],
    [
      'an AbortError that does not say why',
      (signal) => forever(signal).catch(() => Promise.reject(new DOMException('', 'AbortError'))),
    ],
    [
      'an error caused by the reason',
      (signal) =>
        forever(signal).catch((cause) => {
          throw new Error('wrapped', { cause });
        }),
    ],
  ])('does not count as a failure that a cancelled sibling ends with %s', async (_, sibling) => {
    const group = new TaskGroup();
    group.spawn(sibling);
    group.spawn(fail);
    await expect(group.join()).rejects.toBe(failure);
  });

  it('counts an AbortError as a failure when the group was not cancelled', async () => {
    const group = new TaskGroup();
    const abortError = new DOMException('of its own making', 'AbortError');
    group.spawn(() => Promise.reject(abortError));
    await expect(group.join()).rejects.toBe(abortError);
  });

  it('leaves no unhandled rejection when nobody looks at the promises of spawn', async () => {
    const unhandled = await unhandledRejectionsDuring(async () => {
      const group = new TaskGroup();
      group.spawn(forever);
      group.spawn(fail);
      await expect(group.join()).rejects.toBe(failure);
    });
    expect(unhandled).toEqual([]);
  });
});

describe('TaskGroup, at the end of an `await using` block', () => {
  it('throws a failure that nobody was told of', async () => {
    const block = async () => {
      await using group = new TaskGroup();
      group.spawn(fail);
    };
    await expect(block()).rejects.toBe(failure);
  });

  it.each<[string, (group: TaskGroup) => Promise<unknown>]>([
    ['awaiting the child', (group) => group.spawn(fail)],
    ['awaiting it among others', (group) => Promise.all([group.spawn(forever), group.spawn(fail)])],
    [
      'join',
      async (group) => {
        group.spawn(fail);
        await group.join();
      },
    ],
  ])('does not throw again what %s has thrown already', async (_, body) => {
    const block = async () => {
      await using group = new TaskGroup();
      await body(group);
    };
    await expect(block()).rejects.toBe(failure);
  });

  it('reports beside the error of the block a failure that nobody was told of', async () => {
    const block = async () => {
      await using group = new TaskGroup();
      group.spawn(fail);
      throw new Error('of the block');
    };
    const thrown = await block().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: 'SuppressedError', error: failure, suppressed: { message: 'of the block' } });
  });
});

describe('TaskGroup, when it is cancelled', () => {
  it('cancels all children with the reason given, and ends quietly', async () => {
    const group = new TaskGroup();
    const children = [group.spawn(forever), group.spawn(forever)];
    group.cancel('enough');
    group.cancel('again');
    expect(await Promise.allSettled(children)).toEqual([
      { status: 'rejected', reason: 'enough' },
      { status: 'rejected', reason: 'enough' },
    ]);
    await group.join();
  });

  it('reports a child that fails while it cleans up', async () => {
    const group = new TaskGroup();
    group.spawn((signal) => forever(signal).finally(fail));
    group.cancel();
    await expect(group.join()).rejects.toBe(failure);
  });

  it('follows an outer signal, and stops listening to it when it ends', async () => {
    const controller = new AbortController();
    const group = new TaskGroup({ signal: controller.signal });
    const child = group.spawn(forever);
    controller.abort('from outside');
    await expect(child).rejects.toBe('from outside');
    await group.join();

    const { signal } = new AbortController();
    const other = new TaskGroup({ signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await other.join();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('starts nothing when the outer signal has aborted already', async () => {
    const group = new TaskGroup({ signal: AbortSignal.abort('too late') });
    await expect(group.spawn(() => expect.unreachable())).rejects.toBe('too late');
    await group.join();
  });

  it('passes cancellation on to a group inside a child', async () => {
    const outer = new TaskGroup();
    let grandchild: Promise<void> | undefined;
    outer.spawn(async (signal) => {
      await using inner = new TaskGroup({ signal });
      grandchild = inner.spawn(forever);
      await grandchild;
    });
    outer.cancel('all of you');
    await outer.join();
    await expect(grandchild).rejects.toBe('all of you');
  });
});
