import { describe, expect, it } from 'vitest';
import { identicalPairs } from '../../../bench/probes/identical-pairs.ts';
import { loopbackLatencyMs } from '../../../bench/probes/loopback-latency.ts';
import { smallestDifference } from '../../../bench/probes/smallest-difference.ts';
import { timerErrorMs } from '../../../bench/probes/timer-error.ts';

/** A clock that moves only when something takes time. */
function simulatedClock() {
  let ms = 0;
  return {
    nowMs: () => ms,
    take: (duration: number) => {
      ms += duration;
    },
  };
}

describe('the timer error', () => {
  it('is what 19 of 20 timers are less late than, whatever one of them does', async () => {
    const { nowMs, take } = simulatedClock();
    let timers = 0;
    const wait = async (ms: number) => take(ms + (++timers === 7 ? 80 : timers / 10));
    expect(await timerErrorMs({ nowMs, wait })).toBeCloseTo(2);
    expect(timers).toBe(20);
  });

  it('is none where timers are not late', async () => {
    const { nowMs, take } = simulatedClock();
    expect(await timerErrorMs({ nowMs, wait: async (ms) => take(ms) })).toBe(0);
  });
});

describe('the latency of loopback', () => {
  it('is the median of round trips over a socket', async () => {
    let reading = 0;
    expect(await loopbackLatencyMs(() => reading++)).toBe(1);
    expect(reading).toBe(100);
  });
});

describe('identical pairs', () => {
  /** A measurement that takes so long each time, and yields 1, 2, 3 … */
  function measuring(durations: readonly number[]) {
    const { nowMs, take } = simulatedClock();
    let measured = 0;
    const measure = async () => {
      take(durations[Math.min(measured, durations.length - 1)]!);
      return ++measured;
    };
    return { measure, clock: { nowMs } };
  }

  it('change which side is measured first, and are as many as were asked for', async () => {
    const { measure, clock } = measuring([10]);
    const pairs = await identicalPairs(measure, { deadlineMs: 1000, maxPairs: 3 }, clock);
    expect(pairs).toEqual([
      [1, 2],
      [4, 3],
      [5, 6],
    ]);
  });

  it.each([
    [[100], 1000, 5],
    [[100], 999, 4],
    // The third would be over by then, but not if it took as long as the second.
    [[50, 50, 200, 200, 10], 800, 2],
    [[1000], 500, 1],
  ])(
    'of runs that take %j ms end where the next might not be over after %d ms: %d',
    async (durations, deadlineMs, count) => {
      const { measure, clock } = measuring(durations);
      expect(await identicalPairs(measure, { deadlineMs, maxPairs: 100 }, clock)).toHaveLength(count);
    },
  );

  it('leave out a pair of which one run had to end', async () => {
    const goodputs = [5, 6, 7, undefined];
    const pairs = await identicalPairs(
      async () => goodputs.shift(),
      { deadlineMs: 1, maxPairs: 9 },
      { nowMs: () => 0 },
    );
    expect(pairs).toEqual([[5, 6]]);
  });
});

describe('the smallest difference', () => {
  it('is what a paired t test of so many pairs sees in four of five cases', () => {
    // r = ±0.1: with 2 × 1.5 %² of noise between processes σ = 0.1022; t(0.975, 4) = 2.7764, t(0.8, 4) = 0.9410.
    const up = Math.exp(0.1);
    const found = smallestDifference([
      [100, 100 * up],
      [100 * up, 100],
      [100, 100 * up],
      [100 * up, 100],
    ]);
    expect(found).toMatchObject({ ok: true, share: expect.closeTo(0.2093, 3), noiseShare: expect.closeTo(0.1076, 3) });
  });

  it('shrinks with more pairs, and never to nothing', () => {
    const shares = [2, 8, 32].map((size) => {
      const found = smallestDifference(Array.from({ length: size }, () => [100, 100] as const));
      return found.ok ? found.share : 0;
    });
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(shares[2]).toBeGreaterThan(0.005);
  });

  it.each([
    ['one pair', [[100, 100]], /2 pairs of runs to tell, and there was time for 1$/],
    [
      'a run without goodput',
      [
        [100, 100],
        [0, 100],
      ],
      /nothing worked/,
    ],
  ] as const)('is not told from %s', (_, pairs, why) => {
    expect(smallestDifference(pairs)).toEqual({ ok: false, why: expect.stringMatching(why) });
  });
});
