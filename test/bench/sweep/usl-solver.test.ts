import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type UslParameters, uslThroughput } from '../../../bench/sweep/usl.ts';
import { type Level, solveUsl } from '../../../bench/sweep/usl-solver.ts';

const LEVELS = [1, 2, 4, 8, 16, 32, 64];
const levelsOf = (law: UslParameters, errors: readonly number[] = []): Level[] =>
  LEVELS.map((m, i) => ({ m, meanLog: Math.log(uslThroughput(law, m)) + (errors[i] ?? 0), count: 1 + (i % 3) }));
const distance = (levels: readonly Level[], law: UslParameters) =>
  levels.reduce((sum, { m, meanLog, count }) => sum + count * (meanLog - Math.log(uslThroughput(law, m))) ** 2, 0);

const unitThroughput = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
const share = fc.oneof(fc.constant(0), fc.double({ min: 1e-5, max: 2, noNaN: true }));
const law = fc.record({ unitThroughput, contention: share, coherency: share, slots: fc.constant(Infinity) });
const errors = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 7, maxLength: 7 });

describe('solveUsl', () => {
  it('finds any law again from its own values', () => {
    fc.assert(
      fc.property(law, (truth) => {
        const { parameters, squaredError } = solveUsl(levelsOf(truth));
        expect(squaredError).toBeLessThan(1e-12);
        for (const m of LEVELS) {
          expect(uslThroughput(parameters, m) / uslThroughput(truth, m)).toBeCloseTo(1, 5);
        }
      }),
    );
  });

  it('never takes α or β below zero, and no law nearby is closer', () => {
    const nudge = fc.double({ min: 0.8, max: 1.25, noNaN: true });
    fc.assert(
      fc.property(law, errors, fc.tuple(nudge, nudge, nudge), (truth, noise, [one, two, three]) => {
        const levels = levelsOf(truth, noise);
        const { parameters, squaredError } = solveUsl(levels);
        expect(parameters.contention).toBeGreaterThanOrEqual(0);
        expect(parameters.coherency).toBeGreaterThanOrEqual(0);
        expect(squaredError).toBeCloseTo(distance(levels, parameters), 9);
        for (const origin of [parameters, truth]) {
          const nearby = {
            unitThroughput: origin.unitThroughput * one,
            contention: origin.contention * two,
            coherency: origin.coherency * three,
            slots: Infinity,
          };
          expect(squaredError).toBeLessThanOrEqual(distance(levels, nearby) + 1e-9);
        }
      }),
    );
  });

  it('fits the edge when noise alone would push a parameter below zero', () => {
    // Better than linear growth at the end: the free fit has β below 0.
    const levels = levelsOf(
      { unitThroughput: 10, contention: 0.02, coherency: 0, slots: Infinity },
      [0, 0, 0, 0, 0, 0, 0.1],
    );
    const { parameters } = solveUsl(levels);
    expect(parameters.coherency).toBe(0);
    expect(parameters.contention).toBeGreaterThan(0.01);
  });

  it('keeps slots that are given', () => {
    const truth = { unitThroughput: 10, contention: 0.02, coherency: 0.001, slots: 12 };
    const { parameters, squaredError } = solveUsl(levelsOf(truth), 12);
    expect(parameters.slots).toBe(12);
    expect(parameters.contention).toBeCloseTo(0.02, 9);
    expect(parameters.coherency).toBeCloseTo(0.001, 9);
    expect(squaredError).toBeLessThan(1e-15);
  });
});
