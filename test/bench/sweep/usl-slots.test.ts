import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type UslParameters, uslThroughput } from '../../../bench/sweep/usl.ts';
import { solveUslWithSlots } from '../../../bench/sweep/usl-slots.ts';

const LEVELS = [1, 2, 4, 8, 16, 32, 64];
const levelsOf = (law: UslParameters) => LEVELS.map((m) => ({ m, meanLog: Math.log(uslThroughput(law, m)), count: 3 }));

describe('solveUslWithSlots', () => {
  it('finds the slots between two levels from the height of the flat line', () => {
    const truth = { unitThroughput: 10, contention: 0.02, coherency: 0.0005, slots: 12 };
    const { parameters, squaredError, below } = solveUslWithSlots(levelsOf(truth));
    expect(squaredError).toBeLessThan(1e-12);
    expect(parameters.slots).toBeCloseTo(12, 5);
    expect(parameters.contention).toBeCloseTo(0.02, 6);
    expect(LEVELS[below]).toBe(8);
  });

  it.each([4, 8, 16, 32])('finds %d slots when they are a level', (slots) => {
    const { parameters } = solveUslWithSlots(levelsOf({ unitThroughput: 10, contention: 0, coherency: 0, slots }));
    expect(parameters.slots).toBeCloseTo(slots, 5);
  });

  it('finds them again when told where to look', () => {
    const truth = { unitThroughput: 10, contention: 0.05, coherency: 0, slots: 20 };
    const everywhere = solveUslWithSlots(levelsOf(truth));
    expect(solveUslWithSlots(levelsOf(truth), everywhere.below).parameters).toEqual(everywhere.parameters);
  });

  it('describes any law with slots in the range of the levels exactly', () => {
    const contention = fc.double({ min: 0, max: 0.5, noNaN: true });
    const slots = fc.double({ min: 4, max: 32, noNaN: true });
    fc.assert(
      fc.property(contention, slots, (alpha, end) => {
        const truth = { unitThroughput: 10, contention: alpha, coherency: 0.0001, slots: end };
        expect(solveUslWithSlots(levelsOf(truth)).squaredError).toBeLessThan(1e-9);
      }),
    );
  });
});
