import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { littleCheck } from '../../../lib/queueing/littles-law.ts';

describe('littleCheck', () => {
  it('finds nothing left over when in flight is throughput times latency', () => {
    const check = littleCheck({ meanInFlight: 8, throughputPerSecond: 80, meanLatencyMs: 100 });
    expect(check.expectedInFlight).toBeCloseTo(8, 12);
    expect(check.relativeResidual).toBeCloseTo(0, 12);
  });

  it('is positive when requests were in flight that no latency accounts for', () => {
    const check = littleCheck({ meanInFlight: 10, throughputPerSecond: 80, meanLatencyMs: 100 });
    expect(check.relativeResidual).toBeCloseTo(0.2, 12);
  });

  it('is negative when latencies count time out of flight', () => {
    const check = littleCheck({ meanInFlight: 6, throughputPerSecond: 80, meanLatencyMs: 100 });
    expect(check.relativeResidual).toBeCloseTo(-0.25, 12);
  });

  it('is 0 for a run in which nothing happened', () => {
    const check = littleCheck({ meanInFlight: 0, throughputPerSecond: 0, meanLatencyMs: 0 });
    expect(check).toEqual({ expectedInFlight: 0, relativeResidual: 0 });
  });

  it('stays between -1 and 1', () => {
    const measure = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(measure, measure, measure, (meanInFlight, throughputPerSecond, meanLatencyMs) => {
        const { relativeResidual } = littleCheck({ meanInFlight, throughputPerSecond, meanLatencyMs });
        expect(Math.abs(relativeResidual)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a latency of %d', (meanLatencyMs) => {
    const mistake = `Expected \`meanLatencyMs\` to be a finite number of 0 or more, got ${meanLatencyMs}`;
    expect(() => littleCheck({ meanInFlight: 1, throughputPerSecond: 1, meanLatencyMs })).toThrow(
      new TypeError(mistake),
    );
  });
});
