import { mean, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { type ArrivalOptions, arrivalTimes } from '../../../clients/schedule/arrival-schedule.ts';

const POISSON: ArrivalOptions = { ratePerSecond: 100, durationMs: 100_000, arrivals: 'poisson', seed: 7 };

function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((time, i) => time - times[i]!);
}

describe('constant arrivals', () => {
  const constant = (ratePerSecond: number, durationMs: number) =>
    arrivalTimes({ ratePerSecond, durationMs, arrivals: 'constant', seed: 7 });

  it('begin at once and come at equal distances until the duration is over', () => {
    expect(constant(50, 100)).toEqual([0, 20, 40, 60, 80]);
    expect(constant(0.5, 5000)).toEqual([0, 2000, 4000]);
  });

  it('do not drift over a long time', () => {
    const times = constant(3, 3_600_000);
    expect(times).toHaveLength(10_800);
    expect(times.at(-1)).toBeCloseTo(3_600_000 - 1000 / 3, 6);
  });

  it('are one at least', () => {
    expect(constant(1, 1)).toEqual([0]);
  });
});

describe('Poisson arrivals', () => {
  const times = arrivalTimes(POISSON);

  it('come ascending within the duration, as many as the rate says', () => {
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(0);
    expect(times.at(-1)).toBeLessThan(100_000);
    // Four standard deviations of a Poisson number with mean 10,000.
    expect(Math.abs(times.length - 10_000)).toBeLessThan(400);
  });

  it('have exponential distances: their deviation is their mean, and 1/e of them are longer than it', () => {
    const between = gaps(times);
    expect(mean(between)).toBeGreaterThan(9.6);
    expect(mean(between)).toBeLessThan(10.4);
    expect(sampleStandardDeviation(between) / mean(between)).toBeGreaterThan(0.96);
    expect(sampleStandardDeviation(between) / mean(between)).toBeLessThan(1.04);
    expect(between.filter((gap) => gap > 10).length / between.length).toBeCloseTo(1 / Math.E, 1);
  });

  it('have distances that do not depend on each other', () => {
    const between = gaps(times);
    const average = mean(between);
    const products = between.slice(1).map((gap, i) => (gap - average) * (between[i]! - average));
    // The lag-1 correlation of independent numbers has a deviation of 1/√n, which is 0.01.
    expect(Math.abs(mean(products) / sampleStandardDeviation(between) ** 2)).toBeLessThan(0.04);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(arrivalTimes(POISSON)).toEqual(times);
    expect(arrivalTimes({ ...POISSON, seed: 8 }).slice(0, 3)).not.toEqual(times.slice(0, 3));
  });

  it('begin alike however long the schedule is', () => {
    const short = arrivalTimes({ ...POISSON, durationMs: 1000 });
    expect(short).toEqual(times.slice(0, short.length));
  });
});
