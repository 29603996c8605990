import { describe, expect, it } from 'vitest';
import { requireBegun } from '../../../bench/experiment/cell/start-gate.ts';
import { ownAmong } from '../../../bench/experiment/servers/cell-servers.ts';
import { monotonicMs } from '../../../clients/download/monotonic-clock.ts';
import { MissedStartError } from '../../../lib/errors/missed-start-error.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';

describe('the requests of a cell', () => {
  const records = ['x.ab12', 'x.ab12.again', 'x.ab12.again2', 'y.ab12', '', undefined].map(
    (run) => ({ run }) as RequestRecord,
  );

  it.each([
    ['x.ab12.again2', 3],
    ['x.ab12.again', 4],
    ['x.ab12', 5],
  ])('of the try %s are its own, those of earlier tries are nobody else’s', (run, others) => {
    expect(ownAmong(records, run)).toEqual({ records: [{ run }], others });
  });
});

describe('a common start', () => {
  it('is missed by who begins long after it, however that came', () => {
    expect(() => requireBegun(monotonicMs() - 2000)).toThrow(MissedStartError);
    expect(() => requireBegun(monotonicMs() - 2000)).toThrow(/^it began \d{4} ms after the start$/);
    expect(() => requireBegun(monotonicMs())).not.toThrow();
  });
});
