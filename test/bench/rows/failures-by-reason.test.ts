import { describe, expect, it } from 'vitest';
import { failuresByReason } from '../../../bench/rows/failures-by-reason.ts';
import { failedCell, measuredCell } from '../../helpers/bench/bench-result.ts';

describe('failures by reason', () => {
  it('name cells together where they failed alike, and none where nothing failed', () => {
    const reasons = { 'status 418': 1, 'timeout (over 310 ms)': 9 };
    const cells = [
      measuredCell({ server: 'LOCAL', strategy: 'async', reasons: {} }),
      measuredCell({ server: 'ERROR', strategy: 'sequential', reasons }),
      measuredCell({ server: 'ERROR', strategy: 'async', reasons }),
      measuredCell({ server: 'ERROR', strategy: 'async', reasons, repetition: 2 }),
      measuredCell({ server: 'ERROR', strategy: 'hybrid', reasons }),
      measuredCell({ server: 'DELAY', strategy: 'async', reasons: { timeout: 1 } }),
      failedCell({ server: 'DELAY', strategy: 'workers' }),
    ];
    expect(failuresByReason(cells)).toEqual([
      {
        where: 'ERROR sequential at m = 1; ERROR async and hybrid at m = 20',
        reasons: '9 timeouts (over 310 ms); 1 × status 418',
      },
      { where: 'DELAY async at m = 20', reasons: '1 timeout' },
    ]);
  });

  it('name the four most frequent reasons and count the rest', () => {
    const reasons = { a: 1, b: 5, c: 2, d: 3, e: 1, f: 4 };
    const [failures] = failuresByReason([measuredCell({ server: 'LOCAL', strategy: 'async', reasons })]);
    expect(failures!.reasons).toBe('5 × b; 4 × f; 3 × d; 2 × c; 2 for other reasons');
  });
});
