import { describe, expect, it } from 'vitest';
import { recordsCsv } from '../../../bench/report/csv.ts';
import type { ItemRecord } from '../../../bench/result/item-record.ts';
import { benchResult, measuredCell } from '../../helpers/bench/bench-result.ts';
import { AWKWARD } from '../../helpers/bench/reported-run.ts';

const RECORD: ItemRecord = {
  cell: 0,
  code: 'BR',
  kind: 'ok',
  status: 200,
  requests: 1,
  bytes: 15745,
  startedMs: 0,
  firstByteMs: 467.5,
  endedMs: 468.25,
  injectedMs: 466.9,
};

describe('the CSV of records', () => {
  it('has a line of names and a line for each item, with its cell', async () => {
    const result = benchResult([
      measuredCell({ server: 'DELAY', strategy: 'async', repetition: 2 }),
      measuredCell({ server: 'DELAY', strategy: AWKWARD, m: 5 }),
    ]);
    const { status, firstByteMs, ...unanswered } = RECORD;
    const records: ItemRecord[] = [
      RECORD,
      { ...RECORD, code: 'US', scheduledMs: 20, startedMs: 21.5, limit: 4 },
      { ...unanswered, cell: 1, kind: 'timeout', agent: 'left', bytes: 0, reason: 'timeout (over 1 s)' },
    ];
    await expect(recordsCsv(records, result)).toMatchFileSnapshot('../../golden/records.csv');
  });

  it.each([
    ['=HYPERLINK(1)', "'=HYPERLINK(1)"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\t=1', "'\t=1"],
    ['a=1', 'a=1'],
  ])('has no formula of what a server or a client is called or says: %s', (text, cell) => {
    const result = benchResult([measuredCell({ server: 'DELAY', strategy: text })]);
    const csv = recordsCsv([{ ...RECORD, reason: text, startedMs: -1.5 }], result);
    expect(csv).toContain(`DELAY,${cell},`);
    expect(csv).toContain(`,${cell},`);
    expect(csv).toContain(',-1.5,');
  });

  it('leaves out records of a cell that the result does not have', () => {
    expect(recordsCsv([{ ...RECORD, cell: 7 }], benchResult([])).split('\n')).toHaveLength(2);
  });
});
