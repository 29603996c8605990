import { describe, expect, it } from 'vitest';
import { WatchedPromise } from '../../../lib/concurrency/watched-promise.ts';
import { unhandledRejectionsDuring } from '../../helpers/unhandled-rejections.ts';

const failing = () => new WatchedPromise<never>((_, reject) => reject(new RangeError('lost')));

describe('WatchedPromise', () => {
  it('is not watched, and its rejection not unhandled, while nobody asks for its outcome', async () => {
    let promise: WatchedPromise<never> | undefined;
    const unhandled = await unhandledRejectionsDuring(async () => {
      promise = failing();
    });
    expect(promise?.watched).toBe(false);
    expect(unhandled).toEqual([]);
  });

  it.each<[string, (promise: WatchedPromise<never>) => Promise<unknown>]>([
    ['awaited', async (promise) => await promise],
    ['returned from an async function', async (promise) => promise],
    ['given to Promise.all', (promise) => Promise.all([promise])],
    ['chained with then', (promise) => promise.then(() => {})],
    ['chained with finally', (promise) => promise.finally(() => {})],
  ])('is watched once it is %s, and the rejection passes through', async (_, ask) => {
    const promise = failing();
    await expect(ask(promise)).rejects.toThrow('lost');
    expect(promise.watched).toBe(true);
  });

  it('is watched once its failure is caught', async () => {
    const promise = failing();
    await expect(promise.catch(() => 'found')).resolves.toBe('found');
    expect(promise.watched).toBe(true);
  });

  it('passes the value on, in an ordinary promise', async () => {
    const promise = new WatchedPromise<number>((resolve) => resolve(7));
    const derived = promise.then((value) => value + 1);
    expect(derived).not.toBeInstanceOf(WatchedPromise);
    await expect(derived).resolves.toBe(8);
  });
});
