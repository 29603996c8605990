import { describe, expect, it } from 'vitest';
import { enoughOf } from '../../../bench/lesson/run-of-lesson.ts';
import type { Curve, Level } from '../../../bench/result/curve.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { curveVerdict } from '../../../bench/sweep/curve-verdict.ts';
import type { KnownKnee } from '../../../bench/sweep/known-knee.ts';

const EIGHT: KnownKnee = { m: 8, bottleneck: 'slots', slots: 8, longestMs: 100 };

/** What a lesson finds in a sweep with these goodputs by m, where the fates say that 8 are enough. */
function found(goodputs: Readonly<Record<number, number>>): ReturnType<typeof enoughOf> {
  const levels: Level[] = Object.entries(goodputs).map(([m, value]) => ({
    m: Number(m),
    repetitions: 1,
    goodputPerSecond: { value, low: value, high: value },
    errorShare: 0,
    refused: 0,
  }));
  const verdict = curveVerdict({ server: 'LIMITED', strategy: 'async', levels }, EIGHT);
  const curves = [{ server: 'LIMITED', strategy: 'async', levels, verdict }] as unknown as Curve[];
  return enoughOf({ curves } as unknown as BenchResult, 'LIMITED');
}

describe('the m that is enough, as a lesson tells it', () => {
  it('lies where the levels bracket it, whatever the plan says', () => {
    expect(found({ 2: 20, 4: 39, 8: 77, 12: 79, 16: 80 })).toEqual({ known: 8, found: { low: 5, high: 12 } });
  });

  it('can contradict the plan', () => {
    const { known, found: measured } = found({ 2: 20, 4: 40, 8: 41, 16: 80, 32: 160 });
    expect(known).toBe(8);
    expect(measured).toMatchObject({ low: expect.any(Number), high: 32 });
    expect((measured as { low: number }).low).toBeGreaterThan(8);
  });

  it('is unknown where there is no curve', () => {
    expect(enoughOf({ curves: [] } as unknown as BenchResult, 'LIMITED')).toEqual({});
  });
});
