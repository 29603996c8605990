import { describe, expect, it } from 'vitest';
import { latencyBeside, sideMemory } from '../../../bench/idle/idle-result.ts';

const MB = 1024 ** 2;

function levels(...megabytes: readonly number[]) {
  return megabytes.map((size, i) => ({ connections: i * 1000, bytes: size * MB }));
}

describe('the memory of a side', () => {
  it('costs what the levels rise by, and not what the first connections cost once', () => {
    const { beforeBytes, withBytes, each } = sideMemory(levels(100, 150, 160, 170, 180));
    expect([beforeBytes, withBytes]).toEqual([100 * MB, 180 * MB]);
    if (!each.ok) expect.unreachable(each.why);
    expect(each.bytes).toBeCloseTo((10 * MB) / 1000, 6);
  });

  it('is known no better than by what else the process takes or has free', () => {
    const { each } = sideMemory(levels(100, 110, 120, 130, 140));
    if (!each.ok) expect.unreachable(each.why);
    expect(each.high - each.bytes).toBeCloseTo((4 * MB) / 4000, 6);
    expect(each.bytes - each.low).toBeCloseTo((4 * MB) / 4000, 6);
  });

  it.each([
    ['goes up and down', levels(100, 120, 101, 119, 100)],
    ['falls', levels(100, 99, 98, 97, 96)],
    ['stays', levels(100, 100, 100, 100, 100)],
    ['rises as little as for other reasons', levels(100, 101, 102, 103, 104)],
    ['is known at too few levels', levels(100, 110)],
    ['is known for none', levels(100)],
  ])('costs nothing that can be told where it %s', (_, given) => {
    expect(sideMemory(given).each).toEqual({ ok: false, why: expect.any(String) });
  });
});

describe('the latency beside connections', () => {
  it('differs where the rounds do', () => {
    const { withoutP99Ms, withP99Ms, isDifferent } = latencyBeside([1, 1.1, 0.9], [2, 2.1, 1.9], [1, 1.1, 0.9]);
    expect([withoutP99Ms, withP99Ms, isDifferent]).toEqual([1, 2, true]);
    expect(latencyBeside([2, 2.1, 1.9], [1, 1.1, 0.9], [2, 2.1, 1.9]).isDifferent).toBe(true);
  });

  it.each([
    ['rounds differ as much from each other', [1, 4, 2], [2, 1, 5], [3, 1, 2]],
    ['those after are as slow', [1, 1.1, 0.9], [2, 2.1, 1.9], [2, 2.1, 1.9]],
    ['everything becomes slower and slower', [1, 1.1, 0.9], [2, 2.1, 1.9], [4, 4.1, 3.9]],
  ])('does not where %s', (_, before, beside, after) => {
    expect(latencyBeside(before, beside, after).isDifferent).toBe(false);
  });
});
