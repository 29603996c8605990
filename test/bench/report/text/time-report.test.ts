import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedAdvice, timeReports, untoldTimes } from '../../../../bench/report/text/time-report.ts';
import type { MeasuredCell } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { TIME_PARTS, type TimePart, type TimeParts } from '../../../../bench/result/time-parts.ts';
import { rows } from '../../../../bench/rows/rows.ts';
import { benchResult, measuredCell } from '../../../helpers/bench/bench-result.ts';

const NONE = Object.fromEntries(TIME_PARTS.map(({ name }) => [name, 0])) as Record<TimePart, number>;

/** A cell of one second in five slots, what was not lost of it being the ideal. */
function cell(lostMs: Partial<Record<TimePart, number>>, more: Partial<MeasuredCell> = {}): MeasuredCell {
  const injected = 1000 - Object.values(lostMs).reduce((sum, ms) => sum + ms, 0);
  const timeParts: TimeParts = { slotsOf: 'client', slots: 5, partsMs: { ...NONE, injected, ...lostMs } };
  const asked = { server: 'DELAY', strategy: 'mine', m: 5, peakInFlight: 5, elapsedMs: 1000, idealMs: injected };
  return measuredCell({ ...asked, timeParts, ...more });
}

function resultOf(...cells: readonly MeasuredCell[]): BenchResult {
  const clients = ['mine', 'yours'].map((name) => ({ kind: 'module', name, file: `/${name}.ts` }) as const);
  return { ...benchResult(cells), clients };
}

function reportsOf(...cells: readonly MeasuredCell[]) {
  const result = resultOf(...cells);
  return timeReports(rows(result), result);
}

function adviceOn(lost: TimePart, more?: Partial<MeasuredCell>): string {
  return reportsOf(cell({ [lost]: 200 }, more))[0]!.advice;
}

describe('where the time of a row went', () => {
  it('is told in parts that add up, the largest that was lost before the others, with advice on that one', () => {
    const [report] = reportsOf(cell({ tail: 43, unused: 238, unread: 4 }));
    expect(report).toMatchObject({ server: 'DELAY', strategy: 'mine', m: 5 });
    expect(report!.whole).toBe('1.000 s in its 5 slots, 72 % of the ideal');
    expect(report!.pieces.map(({ part, percent }) => [part, percent])).toEqual([
      ['injected', 72],
      ['unused', 24],
      ['tail', 4],
    ]);
    expect(report!.advice).toBe('Send the next request as soon as a slot is free: do not wait for others to end.');
  });

  it('adds up to 100 %, whatever the parts are', () => {
    const ms = fc.double({ min: 0, max: 100, noNaN: true });
    const lost = fc.record(Object.fromEntries(TIME_PARTS.slice(1).map(({ name }) => [name, ms])));
    fc.assert(
      fc.property(lost, (lostMs) => {
        const low = cell({ slowed: 101, ...lostMs });
        for (const { pieces } of reportsOf(low)) {
          expect(pieces.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
        }
      }),
    );
  });

  it('is told of the repetition in the middle', () => {
    const repetitions = [700, 500, 600].map((idealMs, i) =>
      cell({ unused: 300 }, { idealMs, elapsedMs: 1000 + i, repetition: i + 1 }),
    );
    expect(reportsOf(...repetitions)[0]!.whole).toContain('in its 5 slots (the middle one of 3 repetitions), ');
  });

  it('is told neither of a row that is near its ideal nor of one whose efficiency is withheld', () => {
    const withheld = cell({ unused: 300 }, { efficiency: undefined, withheld: 'it never asked' });
    expect(reportsOf(cell({ unused: 100 }), { ...withheld, strategy: 'other' })).toEqual([]);
  });

  it('is missed in a run of an earlier version, in rows that are far from their ideal', () => {
    const { timeParts: _, ...old } = cell({ unused: 300 });
    const result = benchResult([old, cell({ unused: 300 }, { strategy: 'kept' })]);
    expect(untoldTimes(rows(result))).toBe('DELAY mine at m = 5');
    expect(timeReports(rows(result), result).map(({ strategy }) => strategy)).toEqual(['kept']);
  });
});

describe('the advice', () => {
  it('says no more than the records do', () => {
    expect(adviceOn('unused', { peakInFlight: 2 })).toMatch(/never saw more than 2 of 5 requests in flight/);
    expect(adviceOn('unused', { strategy: 'adaptive' })).toMatch(/^adaptive leaves slots empty while it learns/);
    expect(adviceOn('underWay', { connections: 20 })).toMatch(/^Keep connections open .* it opened 20\.$/);
    expect(adviceOn('underWay', { connections: 5 })).not.toMatch(/connections/);
    expect(adviceOn('refused', { refused: 3 })).toMatch(/refused 3 requests/);
    expect(adviceOn('slowed')).toMatch(/^This computer was too busy/);
  });

  it('is on the end only where that is most of what was lost', () => {
    expect(reportsOf(cell({ tail: 110, unread: 60, underWay: 59 }))[0]!.advice).toMatch(/^Read each answer/);
    expect(reportsOf(cell({ tail: 120, unread: 60, underWay: 59 }))[0]!.advice).toMatch(
      /^At the end only the last flags/,
    );
  });

  it('looks for no fault in a client of the lab, nor in one beside which the server was late, too', () => {
    expect(adviceOn('unread')).toMatch(/^Read each answer/);
    expect(adviceOn('unread', { strategy: 'async' })).toMatch(/^This computer was too busy/);
    expect(adviceOn('unused', { strategy: 'workers', peakInFlight: 2 })).toMatch(/^Its connections and threads took/);
    const result = resultOf(cell({ underWay: 300 }));
    const warnings = [{ kind: 'timer', cell: 0, message: 'late', hint: 'close other programs' }] as const;
    expect(timeReports(rows(result), { ...result, warnings })[0]!.advice).toMatch(/^This computer was too busy/);
  });

  it('on a server whose requests slow each other is another m', () => {
    const result = benchResult([cell({ slowed: 300 })]);
    const servers = [{ label: 'DELAY', faults: 'capacity=8,service=fixed:100ms,queue=32,contention=0.2' }];
    expect(timeReports(rows(result), { ...result, servers })[0]!.advice).toMatch(/a lower m may be faster/);
  });

  it('on a server with a rate is another pace, since a lower m is refused as often', () => {
    const result = benchResult([cell({ refused: 300 }, { refused: 3 })]);
    const servers = [{ label: 'DELAY', faults: 'rate=50/s,burst=10' }];
    expect(timeReports(rows(result), { ...result, servers })[0]!.advice).toMatch(
      /^The server refused 3 requests: send no more than 50 a second, as paced does, and wait /,
    );
    expect(adviceOn('refused', { refused: 1 })).toMatch(/^The server refused 1 request: use a lower m, /);
  });

  it('is given once for all rows that it is for', () => {
    const reports = reportsOf(cell({ unused: 300 }), cell({ unused: 200 }, { strategy: 'yours' }));
    expect(sharedAdvice(reports)).toEqual([
      { where: 'DELAY mine and yours at m = 5', advice: expect.stringMatching(/^Send the next request/) },
    ]);
  });
});
