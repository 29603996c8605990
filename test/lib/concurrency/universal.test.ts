import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ChannelClosedError } from '../../../lib/concurrency/channel.ts';
import { gather } from '../../../lib/concurrency/gather.ts';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { UniversalEvent } from '../../../lib/concurrency/universal-event.ts';
import { UniversalQueue } from '../../../lib/concurrency/universal-queue.ts';

const PARTNER = new URL('../../helpers/entries/queue-partner.ts', import.meta.url);

describe('a universal queue', () => {
  it.each(['blocking', 'awaiting'])('brings all values to threads and back, those of %s threads', async (manner) => {
    const tasks = new UniversalQueue<number>({ capacity: 3 });
    const results = new UniversalQueue<number>({ capacity: 2 });
    const threads = [1, 2].map(
      () => new Worker(PARTNER, { workerData: { manner, tasks: tasks.shared, results: results.shared } }),
    );
    const values = Array.from({ length: 200 }, (_, i) => i);
    const [, squares] = await gather([
      async (signal) => {
        for (const value of values) await tasks.send(value, signal);
        tasks.close();
      },
      async (signal) => {
        const seen: number[] = [];
        while (seen.length < values.length) seen.push(await results.receive(signal));
        return seen;
      },
    ]);
    await Promise.all(threads.map((thread) => thread.terminate()));
    expect(squares.sort((a, b) => a - b)).toEqual(values.map((value) => value ** 2));
  });

  it('is bounded, first in first out, and closed for good', async () => {
    const queue = new UniversalQueue<{ code: string }>({ capacity: 2 });
    await queue.send({ code: 'BR' });
    queue.sendBlocking({ code: 'FR' });
    const controller = new AbortController();
    const sending = queue.send({ code: 'IN' }, controller.signal);
    controller.abort(new RangeError('enough'));
    await expect(sending).rejects.toThrow('enough');
    queue.close();
    await expect(queue.send({ code: 'IN' })).rejects.toThrow(ChannelClosedError);
    expect([queue.size, queue.receiveBlocking(), queue.size, queue.isClosed]).toEqual([2, { code: 'BR' }, 1, true]);
    expect(await Array.fromAsync(queue)).toEqual([{ code: 'FR' }]);
    expect(() => queue.receiveBlocking()).toThrow(ChannelClosedError);
  });

  it('goes on when a thread was ended amid its work on it', async () => {
    const queue = new UniversalQueue<string>({ capacity: 1 });
    await queue.send('BR');
    // As a thread leaves it that was ended while it held the lock.
    queue.shared.numbers[0] = 77;
    expect(await queue.receive()).toBe('BR');
    await queue.send('FR');
    expect([queue.size, queue.receiveBlocking(), queue.size]).toEqual([1, 'FR', 0]);
  });

  it('wakes who waits for a value though its sender has ended before it told', async () => {
    const queue = new UniversalQueue<string>({ capacity: 2 });
    const received = queue.receive();
    const other = UniversalQueue.from<string>(queue.shared);
    const told = Reflect.get(Atomics, 'notify');
    Reflect.set(Atomics, 'notify', () => 0);
    try {
      other.sendBlocking('BR');
    } finally {
      Reflect.set(Atomics, 'notify', told);
    }
    expect(await received).toBe('BR');
  });

  it('loses nothing but what was on its way when threads are ended amid their work on it', async () => {
    const queue = new UniversalQueue<string>({ capacity: 2, bytesEach: 70_000 });
    for (let i = 0; i < 12; i++) {
      const thread = new Worker(PARTNER, { workerData: { manner: 'endless', tasks: queue.shared } });
      await once(thread, 'message');
      await sleep(10 + i);
      await thread.terminate();
    }
    while (queue.size > 0) expect(await queue.receive()).toHaveLength(60_000);
    await queue.send('BR');
    expect(await queue.receive()).toBe('BR');
  });

  it('ends a loop over its values by a signal', async () => {
    const queue = new UniversalQueue<string>({ capacity: 1 });
    const loop = Array.fromAsync(queue.values(AbortSignal.timeout(20)));
    await expect(loop).rejects.toThrow('timeout');
  });

  it('refuses what does not fit', async () => {
    const queue = new UniversalQueue<string>({ capacity: 1, bytesEach: 10 });
    expect(() => queue.sendBlocking('x'.repeat(20))).toThrow('Expected a value of at most 10 bytes');
    expect(() => new UniversalQueue({ capacity: 0 })).toThrow('Expected `capacity` to be an integer of at least 1');
  });
});

describe('a universal event', () => {
  it('lets go all who waited though it is cleared again at once', async () => {
    const event = new UniversalEvent();
    const waiting = event.wait();
    event.set();
    event.clear();
    await waiting;
    expect(event.isSet).toBe(false);
    await expect(event.wait(AbortSignal.timeout(20))).rejects.toThrow('timeout');
    event.set();
    expect(event.waitBlocking(0)).toBe(true);
  });

  it('lets go tasks and threads when it is set', async () => {
    const [asked, answered] = [new UniversalEvent(), new UniversalEvent()];
    const thread = new Worker(PARTNER, { workerData: { asked: asked.shared, answered: answered.shared } });
    asked.set();
    await answered.wait();
    await thread.terminate();
    expect(answered.isSet).toBe(true);
    answered.clear();
    expect(answered.waitBlocking(1)).toBe(false);
  });

  it('is waited for no longer than a signal says', async () => {
    await expect(new UniversalEvent().wait(AbortSignal.timeout(5))).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
