import { describe, expect, it } from 'vitest';
import { outcomesFromRecords } from '../../../bench/command/outcomes-from-records.ts';
import { measureCell } from '../../../bench/experiment/measure-cell.ts';
import { whyWithheld } from '../../../bench/experiment/why-withheld.ts';
import { type Plan, planDownload } from '../../../bench/plan/plan.ts';
import { QUICKER, UNSTEADY } from '../../../bench/result/withheld.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

const CODES = ['BR', 'DE', 'FR', 'IN'];
/** Some of them. */
const HANGS = ['delay=400ms', 'hang@50%'];
const usage = { cpuSeconds: 0.1, peakRssBytes: 1, eventLoopDelayP99Ms: 1 };

function outcome(code: string, given: Partial<Outcome> = {}): Outcome {
  const times = { startedMs: 0, firstByteMs: 400, endedMs: 400 };
  const rest = { kind: 'ok', status: 200, bytes: 9, requests: 1, error: undefined, file: undefined } as const;
  return { code, ...times, ...rest, ...given };
}

function record(code: string, given: Partial<RequestRecord> = {}): RequestRecord {
  const cc = code.toLowerCase();
  const times = {
    arrivedMs: 0,
    startedMs: 0,
    firstByteMs: 1,
    endedMs: 400,
    injectedMs: 400,
    serviceMs: 0,
    queuedMs: 0,
  };
  const rest = { status: 200, shed: false, retryAfterMs: undefined, bytes: 9, faults: [], ending: 'sent' } as const;
  const key = `GET /flags/${cc}/${cc}.gif`;
  return { seq: 0, label: 'DELAY', key, attempt: 1, connection: 1, ...times, ...rest, ...given };
}

function planOf(faults: readonly string[]): Plan {
  const profile = parseProfile(faults);
  return planDownload({ label: 'DELAY', profile, seed: 1, timeScale: 1, codes: CODES, m: 4, timeoutMs: 1000 });
}

/** What is given for each item that fails by its fate; nothing for the others, of which there are some. */
function whereFailing<T>(faults: readonly string[], given: T): (T | Record<string, never>)[] {
  const isOk = planOf(faults).downloads.map(({ outcome }) => outcome === 'ok');
  expect(new Set(isOk).size).toBe(2);
  return isOk.map((ok) => (ok ? {} : given));
}

/** Four items at once, of 400 ms each but for what is given. */
function why(
  outcomes: readonly Partial<Outcome>[],
  records: readonly Partial<RequestRecord>[] = [],
  faults: readonly string[] = ['delay=400ms'],
  isModule = false,
): string | undefined {
  const plan = planOf(faults);
  const all = CODES.map((code, i) => outcome(code, outcomes[i]));
  const seen = [
    ...CODES.map((code, i) => record(code, records[i])),
    ...records.slice(4).map((one) => record('JP', one)),
  ];
  const figures = measureCell({ outcomes: all, usage, records: seen, plan });
  const recorded = isModule ? outcomesFromRecords(seen, CODES) : undefined;
  return whyWithheld({ outcomes: all, recorded, records: seen, plan, figures, refuted: [] });
}

describe('efficiency', () => {
  it('is told of who did all that could be done', () => {
    expect(why([])).toBeUndefined();
  });

  it('is not told where two calibrations of the work differ', () => {
    const plan = planOf(['delay=400ms']);
    const outcomes = CODES.map((code) => outcome(code, {}));
    const records = CODES.map((code) => record(code, {}));
    const figures = measureCell({ outcomes, usage, records, plan });
    const work = { outcomes, records, plan, figures, refuted: [] };
    expect(whyWithheld({ ...work, isUnsteady: true })).toBe(UNSTEADY);
    expect(whyWithheld({ ...work, isUnsteady: false })).toBeUndefined();
    const beaten = { ...figures, idealMs: 2 * figures.elapsedMs };
    expect(whyWithheld({ ...work, figures: beaten })).toContain('which nothing can beat');
    const quick = { ...plan, work: { ms: 20, cores: 1 } };
    expect(whyWithheld({ ...work, figures: beaten, plan: quick })).toBe(QUICKER);
  });

  it('is told of who met the errors that the plan has', () => {
    const faults = ['delay=400ms', 'status=418@50%'];
    expect(why(whereFailing(faults, { kind: 'httpError', status: 418 }), [], faults)).toBeUndefined();
  });

  it('is withheld from who got nothing, though the fates let nobody have anything', () => {
    const met = CODES.map(() => ({ kind: 'httpError' as const, status: 418 }));
    expect(why(met, [], ['delay=400ms', 'status=418'])).toBe('none of 4 flags ended ok');
  });

  it.each<[string, Partial<Outcome>, Partial<RequestRecord>[], string]>([
    ['never asked', { kind: 'networkError', requests: 0 }, [], 'it never asked for 1 of 4 flags'],
    ['was refused', { kind: 'httpError' }, [{ shed: true, status: 503 }], 'the server refused 1 of 4'],
    ['gave up', { kind: 'timeout' }, [{ ending: 'client-gone' }], 'it gave up on 1 of 4 flags that would have come'],
    [
      'lost the connection',
      { kind: 'networkError' },
      [{ ending: 'client-gone' }],
      'it did not get 1 of 4 flags that would have come',
    ],
    [
      'counts less than was sent',
      { kind: 'networkError' },
      [{}],
      'it says that 1 flag failed which the server sent whole',
    ],
    ['calls late what was sent', { kind: 'timeout' }, [{}], 'it says that 1 flag failed which the server sent whole'],
    [
      'gave up as it was sent',
      { kind: 'timeout' },
      [{ endedMs: 950 }],
      'it gave up on 1 of 4 flags that would have come',
    ],
    ['asked for others', {}, [{}, {}, {}, {}, {}], 'it asked for 1 flag that this cell does not have'],
    ['beat the ideal', { endedMs: 100 }, [], 'it would be 400 % of the ideal, which nothing can beat'],
  ])('is withheld from who %s', (_, first, records, reason) => {
    const others = first.endedMs === undefined ? [] : CODES.slice(1).map(() => first);
    expect(why([first, ...others], records)).toBe(reason);
  });

  it('is withheld from who did not wait for what never comes as long as the bench does', () => {
    const gone = (endedMs: number) => whereFailing(HANGS, { kind: 'timeout' as const, endedMs });
    expect(why(gone(300), [], HANGS)).toBe('it gave up after 300ms, and not after the timeout of 1s');
    expect(why(gone(1001), [], HANGS)).toBeUndefined();
  });

  it('is withheld from a module that waited less by the records than it says', () => {
    const late = whereFailing(HANGS, { kind: 'timeout' as const, endedMs: 1000 });
    const gone = (endedMs: number) => whereFailing(HANGS, { ending: 'client-gone' as const, endedMs });
    expect(why(late, gone(100), HANGS, true)).toBe('it gave up after 100ms, and not after the timeout of 1s');
    expect(why(late, gone(980), HANGS, true)).toBeUndefined();
    expect(why(late, gone(100), HANGS)).toBeUndefined();
  });

  it('is withheld from a module whose requests never came, though its fates would have failed them', () => {
    const failed = CODES.map(() => ({ kind: 'networkError' as const }));
    const elsewhere = CODES.map(() => ({ key: 'GET /' }));
    expect(why(failed, elsewhere, ['delay=400ms', 'reset'], true)).toBe(
      'no request came to the server for 4 of 4 flags',
    );
  });
});
