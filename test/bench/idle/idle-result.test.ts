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

  it.each([
    ['goes up and down', levels(100, 120, 101, 119, 100)],
    ['falls', levels(100, 99, 98, 97, 96)],
    ['stays', levels(100, 100, 100, 100, 100)],
    ['is known at too few levels', levels(100, 110)],
  ])('costs nothing that can be told where it %s', (_, given) => {
    expect(sideMemory(given).each).toEqual({ ok: false, why: expect.any(String) });
  });
});

describe('the latency beside connections', () => {
  it('differs where the rounds do', () => {
    const { withoutP99Ms, withP99Ms, isDifferent } = latencyBeside([1, 1.1, 0.9, 1], [2, 2.1, 1.9, 2]);
    expect([withoutP99Ms, withP99Ms, isDifferent]).toEqual([1, 2, true]);
  });

  it('does not where rounds differ as much from each other', () => {
    expect(latencyBeside([1, 4, 2, 1], [2, 1, 5, 3]).isDifferent).toBe(false);
  });
});
