import { describe, expect, it } from 'vitest';
import { speedup } from '../../../../bench/report/text/speedup.ts';
import { failedCell, measuredCell } from '../../../helpers/bench/bench-result.ts';

const sequential = measuredCell({ server: 'DELAY', strategy: 'sequential', elapsedMs: 5000 });
const asynchronous = measuredCell({ server: 'DELAY', strategy: 'async', elapsedMs: 500 });

describe('the speedup', () => {
  it('is how many times sooner than the sequential cell of the same server and repetition', () => {
    const local = measuredCell({ server: 'LOCAL', strategy: 'sequential', elapsedMs: 1000 });
    const second = measuredCell({ ...sequential, repetition: 2, elapsedMs: 6000 });
    expect(speedup(asynchronous, [local, second, sequential, asynchronous])).toBe(10);
    expect(speedup(sequential, [sequential])).toBe(1);
  });

  it('is undefined without a sequential cell that was measured', () => {
    expect(speedup(asynchronous, [asynchronous])).toBeUndefined();
    expect(speedup(asynchronous, [failedCell({ server: 'DELAY', strategy: 'sequential' })])).toBeUndefined();
  });
});
