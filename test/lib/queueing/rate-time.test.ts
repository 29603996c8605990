import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rateTime } from '../../../lib/queueing/rate-time.ts';
import { TokenBucket } from '../../../servers/faults/limits/token-bucket.ts';

it('is 0 for no limit, and for as many requests as a full bucket has tokens for', () => {
  expect(rateTime(1000, [])).toBe(0);
  expect(rateTime(10, [{ perSecond: 50, burst: 10 }])).toBe(0);
});

it('is that of the limit that takes longest', () => {
  const limits = [
    { perSecond: 50, burst: 10 },
    { perSecond: 100, burst: 1 },
  ];
  expect(rateTime(60, limits)).toBe(1000);
  expect(rateTime(12, limits)).toBe(110);
});

it('is when a client is let through for the last time that asks again as soon as it is told to', () => {
  const rate = fc.record({ perSecond: fc.integer({ min: 1, max: 200 }), burst: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(rate, fc.integer({ min: 1, max: 60 }), (limit, requests) => {
      let nowMs = 0;
      const bucket = new TokenBucket(limit, () => nowMs);
      for (let passed = 0; passed < requests; ) {
        const { refused } = bucket.admit();
        // A little later, so that rounding leaves no token unfinished.
        if (refused?.by === 'status') nowMs += refused.retryAfterMs + 1e-6;
        else passed += 1;
      }
      expect(nowMs).toBeCloseTo(rateTime(requests, [limit]), 3);
    }),
  );
});
