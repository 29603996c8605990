import { describe, expect, it } from 'vitest';
import { type Backoff, backoffMs } from '../../../clients/item/backoff.ts';

function wait(changes: Partial<Backoff> = {}): number {
  return backoffMs({
    seed: 42,
    key: 'GET /flags/br/br.gif',
    attempt: 1,
    timeScale: 1,
    retryAfterMs: undefined,
    ...changes,
  });
}

describe('backoffMs', () => {
  it('is the same whenever it is asked, and another for another seed, key or attempt', () => {
    expect(wait()).toBe(wait());
    const others = [wait(), wait({ seed: 43 }), wait({ key: 'GET /flags/de/de.gif' }), wait({ attempt: 2 })];
    expect(new Set(others).size).toBe(4);
  });

  it.each([
    [1, 200],
    [2, 400],
    [4, 1600],
    [8, 25_600],
    [9, 30_000],
    [100, 30_000],
  ])('after attempt %d is anything up to %d ms', (attempt, ceilingMs) => {
    const waits = Array.from({ length: 300 }, (_, seed) => wait({ seed, attempt }));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...waits)).toBeLessThan(ceilingMs * 0.1);
    expect(Math.max(...waits)).toBeLessThan(ceilingMs);
    expect(Math.max(...waits)).toBeGreaterThan(ceilingMs * 0.9);
  });

  it('is scaled, but not what the server asks for', () => {
    expect(wait({ timeScale: 0.1 })).toBeCloseTo(wait() * 0.1);
    expect(wait({ timeScale: 0 })).toBe(0);
    expect(wait({ timeScale: 0, retryAfterMs: 2000 })).toBeGreaterThanOrEqual(2000);
  });

  it.each([
    [1, 2000, 4000],
    [8, 2000, 27_600],
    [1, 86_400_000, 60_000],
  ])(
    'after attempt %d, when told to wait %d ms, is that or 30 s, and jitter on top, up to %d ms',
    (attempt, retryAfterMs, mostMs) => {
      const leastMs = Math.min(30_000, retryAfterMs);
      const waits = Array.from({ length: 300 }, (_, seed) => wait({ seed, attempt, retryAfterMs }));
      const jitterMs = mostMs - leastMs;
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(leastMs);
      expect(Math.min(...waits)).toBeLessThan(leastMs + jitterMs * 0.1);
      expect(Math.max(...waits)).toBeLessThan(mostMs);
      expect(Math.max(...waits)).toBeGreaterThan(mostMs - jitterMs * 0.1);
      expect(wait({ retryAfterMs: 0 })).toBe(wait());
    },
  );
});
