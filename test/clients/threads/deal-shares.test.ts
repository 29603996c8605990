import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealShares } from '../../../clients/threads/deal-shares.ts';

const deals = fc.record({
  codes: fc.array(fc.stringMatching(/^[A-Z]{2}$/), { maxLength: 300 }),
  m: fc.integer({ min: 1, max: 400 }),
  threads: fc.integer({ min: 1, max: 64 }),
});

const SEED = { seed: 42 };

describe('dealShares', () => {
  it('loses no item and gives none twice', () => {
    fc.assert(
      fc.property(deals, ({ codes, m, threads }) => {
        const dealt = dealShares(codes, m, threads).flatMap((share) => share.codes);
        expect(dealt.toSorted()).toEqual(codes.toSorted());
      }),
      SEED,
    );
  });

  it('gives out every slot that has an item', () => {
    fc.assert(
      fc.property(deals, ({ codes, m, threads }) => {
        const slots = dealShares(codes, m, threads).map((share) => share.m);
        expect(slots.reduce((sum, slot) => sum + slot, 0)).toBe(Math.min(m, codes.length));
      }),
      SEED,
    );
  });

  it('leaves no thread without a slot or an item, and starts none in vain', () => {
    fc.assert(
      fc.property(deals, ({ codes, m, threads }) => {
        const shares = dealShares(codes, m, threads);
        expect(shares).toHaveLength(Math.min(threads, m, codes.length));
        for (const share of shares) expect([share.m >= 1, share.codes.length >= share.m]).toEqual([true, true]);
      }),
      SEED,
    );
  });

  it('gives items in proportion to slots, to within one for each slot', () => {
    fc.assert(
      fc.property(deals, ({ codes, m, threads }) => {
        for (const share of dealShares(codes, m, threads)) {
          const fair = (share.m * codes.length) / Math.min(m, codes.length);
          expect(Math.abs(share.codes.length - fair)).toBeLessThanOrEqual(share.m);
        }
      }),
      SEED,
    );
  });

  it('deals as cards are dealt', () => {
    expect(dealShares(['A', 'B', 'C', 'D', 'E', 'F', 'G'], 3, 2)).toEqual([
      { codes: ['A', 'C', 'D', 'F', 'G'], m: 2 },
      { codes: ['B', 'E'], m: 1 },
    ]);
  });
});
