import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealSlots } from '../../../clients/threads/deal-slots.ts';

const deals = fc.record({ m: fc.integer({ min: 1, max: 400 }), threads: fc.integer({ min: 1, max: 64 }) });

const SEED = { seed: 42 };

describe('dealSlots', () => {
  it('gives out every slot', () => {
    fc.assert(
      fc.property(deals, ({ m, threads }) => {
        expect(dealSlots(m, threads).reduce((sum, slots) => sum + slots, 0)).toBe(m);
      }),
      SEED,
    );
  });

  it('leaves no thread without a slot, and starts none in vain', () => {
    fc.assert(
      fc.property(deals, ({ m, threads }) => {
        const dealt = dealSlots(m, threads);
        expect(dealt).toHaveLength(Math.min(threads, m));
        expect(Math.min(...dealt)).toBeGreaterThanOrEqual(1);
      }),
      SEED,
    );
  });

  it('deals as cards are dealt: the first get what is left over', () => {
    expect(dealSlots(8, 3)).toEqual([3, 3, 2]);
  });
});
