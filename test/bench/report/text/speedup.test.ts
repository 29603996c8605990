import { describe, expect, it } from 'vitest';
import { speedup } from '../../../../bench/report/text/speedup.ts';
import { failedCell, measuredCell } from '../../../helpers/bench/bench-result.ts';

const sequential = measuredCell({ server: 'DELAY', strategy: 'sequential', elapsedMs: 5000 });
const asynchronous = measuredCell({ server: 'DELAY', strategy: 'async', elapsedMs: 500 });

describe('the speedup', () => {
  it('is how many times sooner than the sequential one of the same server', () => {
    const local = measuredCell({ server: 'LOCAL', strategy: 'sequential', elapsedMs: 1000 });
    expect(speedup(asynchronous, [local, sequential, asynchronous])).toBe(10);
    expect(speedup(sequential, [sequential])).toBe(1);
  });

  it('is undefined where the times of either do not measure its work', () => {
    const odd = { withheld: 'the server refused 3 of 20' };
    expect(speedup(asynchronous, [{ ...sequential, ...odd }])).toBeUndefined();
    expect(speedup({ ...asynchronous, ...odd }, [sequential])).toBeUndefined();
  });

  it('is undefined without a sequential cell that was measured', () => {
    expect(speedup(asynchronous, [asynchronous])).toBeUndefined();
    expect(speedup(asynchronous, [failedCell({ server: 'DELAY', strategy: 'sequential' })])).toBeUndefined();
  });
});
