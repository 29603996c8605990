import { describe, expect, it } from 'vitest';
import { roundsFor, roundsPerMs } from '../../../clients/work/calibrate.ts';

/** A machine on which a round takes so long, and whose clock is its own; every fourth sample is interrupted. */
function machine(roundMs: number) {
  let nowMs = 5;
  let samples = 0;
  const compute = (rounds: number) => {
    nowMs += rounds * roundMs * (samples++ % 4 === 3 ? 7 : 1);
  };
  return { compute, nowMs: () => nowMs };
}

describe('a calibration', () => {
  it('finds how many rounds a core does in a millisecond, whatever interrupts some of its samples', () => {
    expect(roundsPerMs(machine(0.004))).toBeCloseTo(250, 6);
    expect(roundsPerMs(machine(0.008))).toBeCloseTo(125, 6);
  });

  it('is a speed on this machine, too', () => {
    expect(roundsPerMs()).toBeGreaterThan(1);
  });

  it('gives as many rounds as take that long, and at least one', () => {
    expect(roundsFor(20, 250)).toBe(5000);
    expect(roundsFor(0.001, 250)).toBe(1);
  });
});
