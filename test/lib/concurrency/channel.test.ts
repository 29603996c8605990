import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Channel, ChannelClosedError } from '../../../lib/concurrency/channel.ts';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { TaskGroup } from '../../../lib/concurrency/task-group.ts';

describe('a channel', () => {
  it('gives each value once, in the order in which they went in, whoever waits and however long', async () => {
    const scenario = {
      capacity: fc.integer({ min: 1, max: 4 }),
      sends: fc.array(fc.nat({ max: 3 }), { maxLength: 20 }),
      receivers: fc.integer({ min: 1, max: 3 }),
    };
    await fc.assert(
      fc.asyncProperty(fc.record(scenario), async ({ capacity, sends, receivers }) => {
        const channel = new Channel<number>(capacity);
        const seen: number[] = [];
        await TaskGroup.run(async (group) => {
          for (let i = 0; i < receivers; i++) {
            group.spawn(async () => {
              for await (const value of channel) {
                seen.push(value);
                expect(channel.size).toBeLessThanOrEqual(capacity);
                await sleep(0);
              }
            });
          }
          for (const [value, ms] of sends.entries()) {
            if (ms > 0) await sleep(ms / 10);
            await channel.send(value);
          }
          channel.close();
        });
        expect(seen).toEqual(sends.map((_, value) => value));
      }),
      { numRuns: 50 },
    );
  });

  it('has who sends wait until there is room', async () => {
    const channel = new Channel<string>(1);
    await channel.send('a');
    let sent = false;
    const sending = channel.send('b').then(() => (sent = true));
    await sleep(1);
    expect([sent, channel.size]).toEqual([false, 1]);
    expect(await channel.receive()).toBe('a');
    await sending;
    expect(await channel.receive()).toBe('b');
  });

  it('forgets who has given up waiting', async () => {
    const channel = new Channel<string>(1);
    const reason = new RangeError('enough');
    const controller = new AbortController();
    const receiving = channel.receive(controller.signal);
    controller.abort(reason);
    await expect(receiving).rejects.toBe(reason);
    await channel.send('a');
    const again = new AbortController();
    const sending = channel.send('b', again.signal);
    again.abort(reason);
    await expect(sending).rejects.toBe(reason);
    await expect(channel.send('c', again.signal)).rejects.toBe(reason);
    expect(await channel.receive()).toBe('a');
    expect(channel.size).toBe(0);
  });

  it('lets nothing in once it is closed, and all out that is in it', async () => {
    const channel = new Channel<string>(1);
    await channel.send('a');
    const sending = channel.send('b');
    channel.close();
    await expect(sending).rejects.toThrow(new ChannelClosedError('the channel was closed before there was room'));
    await expect(channel.send('c')).rejects.toThrow(ChannelClosedError);
    expect([await channel.receive(), channel.isClosed]).toEqual(['a', true]);
    await expect(channel.receive()).rejects.toThrow(ChannelClosedError);
    expect(await Array.fromAsync(channel)).toEqual([]);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a capacity of %d', (capacity) => {
    expect(() => new Channel(capacity)).toThrow(TypeError);
  });
});
