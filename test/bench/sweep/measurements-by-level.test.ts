import { describe, expect, it } from 'vitest';
import { measurementsByLevel } from '../../../bench/sweep/measurements-by-level.ts';

const read = ({ value }: { value: number }) => value;

describe('measurementsByLevel', () => {
  it('gathers the repetitions of each level, ascending by m', () => {
    const measurements = [
      { m: 16, value: 3 },
      { m: 2, value: 1 },
      { m: 16, value: 4 },
    ];
    expect(measurementsByLevel(measurements, read)).toEqual([
      { m: 2, values: [1] },
      { m: 16, values: [3, 4] },
    ]);
    expect(measurementsByLevel([], read)).toEqual([]);
  });

  it.each([
    [{ m: 0, value: 1 }, 'Expected `m` to be 1 or more, got 0'],
    [{ m: Number.NaN, value: 1 }, 'Expected `m` to be 1 or more, got NaN'],
    [{ m: Infinity, value: 1 }, 'Expected `m` to be 1 or more, got Infinity'],
    [{ m: 4, value: -1 }, 'Expected the value at m = 4 to be a finite number of 0 or more, got -1'],
    [{ m: 4, value: Number.NaN }, 'Expected the value at m = 4 to be a finite number of 0 or more, got NaN'],
  ])('refuses %j', (measurement, message) => {
    expect(() => measurementsByLevel([measurement], read)).toThrow(new TypeError(message));
  });
});
