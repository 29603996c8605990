import { describe, expect, it } from 'vitest';
import { idealKnee } from '../../../bench/sweep/ideal-knee.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

const LIMITED = 'capacity=8,service=fixed:100ms,queue=32';

function knee(faults: string[], { items = 194, timeScale = 1, timeoutMs = 10_000 } = {}) {
  const codes = countryCodes().slice(0, items);
  return idealKnee({ label: 'LAB', profile: parseProfile(faults), seed: 42, timeScale, codes, timeoutMs });
}

describe('the knee that the truth has', () => {
  it('lies at the slots of the server', () => {
    expect(knee([LIMITED])).toMatchObject({ m: 8, limitedBy: 'slots' });
    expect(knee([LIMITED], { timeScale: 0.1 })).toMatchObject({ m: 8, limitedBy: 'slots' });
    expect(knee([LIMITED])!.goodputAt(4)).toBe(40);
    expect(knee([LIMITED])!.goodputAt(100)).toBe(80);
  });

  it('lies farther off the longer the way to the server is: at slots times (service + travel) / service', () => {
    const far = knee([LIMITED, 'travel=300ms'])!;
    // 32 keep all slots busy; a little less is enough for 95 %, and all share the way there and back.
    expect(far).toMatchObject({ m: 28, limitedBy: 'slots' });
    expect(far.goodputAt(32)).toBe(far.goodputAt(1000));
    expect(far.goodputAt(16) / far.goodputAt(8)).toBe(2);
  });

  it('lies where the sum is shared out to the longest item, where there are no slots to wait for', () => {
    const delay = knee(['delay=list:100ms@0.9,1s@0.1'])!;
    expect(delay.limitedBy).toBe('longest item');
    expect(delay.goodputAt(delay.m)).toBeGreaterThanOrEqual(0.95 * 194);
    expect(delay.goodputAt(delay.m - 1)).toBeLessThan(0.95 * 194);
  });

  it('lies where the items run out, where all take as long', () => {
    expect(knee(['delay=200ms'], { items: 20 })).toMatchObject({ m: 19, limitedBy: 'items' });
    expect(knee([LIMITED], { items: 4 })).toMatchObject({ m: 4, limitedBy: 'items' });
  });

  it('tells what a client reaches at best that takes the items in their order', () => {
    const { goodputAt, inOrderGoodputAt } = knee(['delay=uniform:0.5s..5s'])!;
    for (const m of [1, 20, 100, 194]) expect(inOrderGoodputAt(m)).toBeLessThanOrEqual(goodputAt(m) * (1 + 1e-9));
    expect(inOrderGoodputAt(194)).toBe(goodputAt(194));
    expect(knee([LIMITED])!.inOrderGoodputAt(8)).toBe((194 / 2500) * 1000);
  });

  it('is not known where nothing takes time, and where nothing is ok', () => {
    expect(knee([])).toBeUndefined();
    expect(knee(['status=503', 'delay=1s'])).toBeUndefined();
    expect(knee([LIMITED], { items: 0 })).toBeUndefined();
  });
});
