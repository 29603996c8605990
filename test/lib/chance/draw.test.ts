import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DrawKey, draw } from '../../../lib/chance/draw.ts';

const KEY: DrawKey = { seed: 42, label: 'ERROR', fault: 'delay', key: 'GET /flags/br/br.gif', attempt: 1 };

/** The definition, written down a second time in whole numbers. */
function defined({ seed, label, fault, key, attempt }: DrawKey, n: number): number {
  const digest = createHash('sha256').update(`${seed}|${label}|${fault}|${key}|${attempt}|${n}`).digest('hex');
  return Number(BigInt(`0x${digest}`) >> 203n) / 2 ** 53;
}

describe('draw', () => {
  it('draws the documented test vector', () => {
    expect(draw(KEY, 0)).toBe(0.9311377101558246);
  });

  it('is the first 53 bits of SHA-256 of seed|label|fault|key|attempt|n, divided by 2^53', () => {
    for (let n = 0; n < 1000; n++) expect(draw(KEY, n)).toBe(defined(KEY, n));
  });

  it.each<Partial<DrawKey>>([
    { seed: 43 },
    { label: 'DELAY' },
    { fault: 'status' },
    { key: 'GET /flags/us/us.gif' },
    { attempt: 2 },
  ])('draws another number for %j', (change) => {
    expect(draw({ ...KEY, ...change }, 0)).not.toBe(draw(KEY, 0));
  });

  it('is spread evenly over [0, 1)', () => {
    const counts = new Array<number>(20).fill(0);
    const draws = 20_000;
    for (let n = 0; n < draws; n++) {
      const u = draw(KEY, n);
      expect(u).toBeGreaterThanOrEqual(0);
      counts[Math.floor(u * counts.length)]! += 1;
    }
    const expected = draws / counts.length;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // The 99.99th percentile of chi-square with 19 degrees of freedom.
    expect(chiSquare).toBeLessThan(50.8);
  });
});
