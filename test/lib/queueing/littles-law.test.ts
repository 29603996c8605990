import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { littleResidual } from '../../../lib/queueing/littles-law.ts';

describe('littleResidual', () => {
  it('finds nothing left over when in flight is throughput times latency', () => {
    const residual = littleResidual({ meanInFlight: 8, throughputPerSecond: 80, meanLatencyMs: 100 });
    expect(residual).toBeCloseTo(0, 12);
  });

  it('is positive when requests were in flight that no latency accounts for', () => {
    const residual = littleResidual({ meanInFlight: 10, throughputPerSecond: 80, meanLatencyMs: 100 });
    expect(residual).toBeCloseTo(0.2, 12);
  });

  it('is negative when latencies count time out of flight', () => {
    const residual = littleResidual({ meanInFlight: 6, throughputPerSecond: 80, meanLatencyMs: 100 });
    expect(residual).toBeCloseTo(-0.25, 12);
  });

  it('is 0 for a run in which nothing happened', () => {
    const residual = littleResidual({ meanInFlight: 0, throughputPerSecond: 0, meanLatencyMs: 0 });
    expect(residual).toBe(0);
  });

  it('stays between -1 and 1', () => {
    const measure = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(measure, measure, measure, (meanInFlight, throughputPerSecond, meanLatencyMs) => {
        const residual = littleResidual({ meanInFlight, throughputPerSecond, meanLatencyMs });
        expect(Math.abs(residual)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a latency of %d', (meanLatencyMs) => {
    const mistake = `Expected \`meanLatencyMs\` to be a finite number of 0 or more, got ${meanLatencyMs}`;
    expect(() => littleResidual({ meanInFlight: 1, throughputPerSecond: 1, meanLatencyMs })).toThrow(
      new TypeError(mistake),
    );
  });
});
