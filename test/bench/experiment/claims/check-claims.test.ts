import { describe, expect, it } from 'vitest';
import { outcomesFromRecords } from '../../../../bench/command/outcomes-from-records.ts';
import { checkClaims } from '../../../../bench/experiment/claims/check-claims.ts';
import { planDownload } from '../../../../bench/plan/plan.ts';
import type { Outcome, OutcomeKind } from '../../../../clients/download/outcome.ts';
import type { RequestRecord } from '../../../../lib/request-record.ts';

const CODES = ['BR', 'DE', 'FR'];
const plan = planDownload({ label: 'LOCAL', profile: [], seed: 1, timeScale: 1, codes: CODES, m: 2, timeoutMs: 1000 });

function claim(code: string, kind: OutcomeKind = 'ok'): Outcome {
  const nothing = { status: undefined, firstByteMs: undefined, error: undefined, file: undefined };
  return { code, kind, bytes: 1, requests: 1, startedMs: 0, endedMs: 1, ...nothing };
}

function sent(code: string, given: Partial<RequestRecord> = {}): RequestRecord {
  const cc = code.toLowerCase();
  const times = { arrivedMs: 0, startedMs: 0, firstByteMs: 1, endedMs: 1, injectedMs: 0, serviceMs: 0, queuedMs: 0 };
  const rest = { status: 200, shed: false, retryAfterMs: undefined, bytes: 9, faults: [], ending: 'sent' } as const;
  return {
    seq: 0,
    label: 'LOCAL',
    key: `GET /flags/${cc}/${cc}.gif`,
    attempt: 1,
    connection: 1,
    ...times,
    ...rest,
    ...given,
  };
}

function check(
  outcomes: readonly Outcome[],
  records: readonly RequestRecord[],
  { isModule = true, names = false } = {},
) {
  const codes = outcomes.map(({ code }) => code);
  const recorded = outcomesFromRecords(records, codes, { names });
  return checkClaims({ outcomes, recorded, records, plan, m: 2, isModule });
}

/** Each of the flags sent in a second of its own. */
const SLOW = CODES.map((code, i) =>
  sent(code, { arrivedMs: 1000 * i, firstByteMs: 1000 * i + 900, endedMs: 1000 * (i + 1) }),
);

/** What a module claims of them whose i-th flag took that time. */
function slow(times: (i: number) => Pick<Outcome, 'startedMs' | 'endedMs'>): Outcome[] {
  return CODES.map((code, i) => ({ ...claim(code), ...times(i) }));
}

describe('a client is held against the records, which', () => {
  it('leave an honest one alone', () => {
    const outcomes = CODES.map((code) => claim(code));
    const { outcomes: checked, ...rest } = check(
      outcomes,
      CODES.map((code) => sent(code)),
    );
    expect(checked).toEqual(outcomes);
    expect(rest).toEqual({ refuted: [] });
  });

  it.each<[string, Partial<RequestRecord>, OutcomeKind, RegExp]>([
    ['an error', { status: 418 }, 'httpError', /1 flag as downloaded .*status 418$/],
    ['what was broken off', { ending: 'reset', faults: ['truncate'] }, 'networkError', /broken off \(truncate\)$/],
    ['headers alone', { bytes: 0 }, 'httpError', /empty answer \(status 200\)$/],
    ['what it did not wait for', { ending: 'client-gone' }, 'timeout', /before it had the whole answer$/],
  ])('refute who counts %s as a flag', (_, record, kind, what) => {
    const { outcomes, contradicted, refuted } = check(
      CODES.map((code) => claim(code)),
      [sent('BR'), sent('DE', record), sent('FR')],
    );
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['ok', kind, 'ok']);
    expect(contradicted).toEqual({ client: 3, server: 2, plan: 3 });
    expect(refuted).toMatchObject([
      { what: expect.stringMatching(what), hint: expect.stringMatching(/response\.ok|GET/) },
    ]);
  });

  it('refute who leaves out the metadata that belongs to each flag', () => {
    const outcomes = CODES.map((code) => claim(code));
    const images = CODES.map((code) => sent(code));
    const metadata = sent('BR', { key: 'GET /flags/br/metadata.json' });
    const { contradicted, refuted } = check(outcomes, [...images, metadata], { names: true });
    expect(contradicted).toMatchObject({ client: 3, server: 1 });
    expect(refuted).toMatchObject([{ what: 'counted 2 flags and never asked for their metadata' }]);
  });

  it('refute who counts what it never asked for, be it as found or as not found', () => {
    const { outcomes, refuted } = check([claim('BR'), claim('DE'), claim('FR', 'notFound')], [sent('BR')]);
    expect(outcomes).toMatchObject([{ kind: 'ok' }, { kind: 'networkError', requests: 0 }, { kind: 'networkError' }]);
    expect(refuted.map(({ what }) => what)).toEqual(['counted 2 flags that it never asked for']);
  });

  it('count each flag that was asked for several times by how many came', () => {
    const records = [sent('BR', { status: 418 }), sent('BR'), sent('BR', { status: 418 })];
    const honest = [claim('BR', 'httpError'), claim('BR'), claim('BR', 'httpError')];
    expect(check(honest, records)).toEqual({ outcomes: honest, refuted: [] });
    const { outcomes, contradicted } = check([claim('BR'), claim('BR'), claim('BR', 'httpError')], records);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ok', 'httpError', 'httpError']);
    expect(contradicted).toMatchObject({ client: 2, server: 1 });
  });

  it('tell who has asked for some twice that their server counts from the first', () => {
    const seen = [sent('BR', { arrivedMs: 0, endedMs: 1000 }), sent('BR', { arrivedMs: 2000, endedMs: 3000 })];
    const { refuted } = check([{ ...claim('BR'), startedMs: 2000, endedMs: 3000 }], seen);
    expect(refuted).toMatchObject([
      {
        what: "was done in 1s by its own clock, and in 3s by the server's, which saw 2 requests for 1 flag",
        hint: expect.stringContaining('ask for each once'),
      },
    ]);
  });

  it.each<[string, (i: number) => Pick<Outcome, 'startedMs' | 'endedMs'>, string]>([
    [
      'shorter times of all of it together',
      (i) => ({ startedMs: 0, endedMs: 1000 + i }),
      "was done in 1.002s by its own clock, and in 3s by the server's",
    ],
    [
      'shorter times of most of the flags',
      (i) => ({ startedMs: 1000 * i, endedMs: 1000 * i + (i === 2 ? 1000 : 1) }),
      'reported shorter times than the server for 2 flags',
    ],
    [
      'no time of most flags, and all of it of one',
      (i) => ({ startedMs: 0, endedMs: i === 2 ? 3000 : 0 }),
      'reported shorter times than the server for 2 flags',
    ],
    [
      'far longer times',
      (i) => ({ startedMs: 1000 * i, endedMs: 1000 * (i + 1) + 5000 }),
      "reported longer times than the server: 8s by its own clock, and 3s by the server's",
    ],
  ])('refute the module that tells %s, and tell theirs instead', (_, times, what) => {
    const { outcomes, refuted, contradicted } = check(slow(times), SLOW);
    expect(refuted.map((found) => found.what)).toEqual([what]);
    expect(contradicted).toEqual({ client: 3, server: 3, plan: 3 });
    expect(outcomes.map(({ startedMs, endedMs }) => [startedMs, endedMs])).toEqual([
      [0, 1000],
      [1000, 2000],
      [2000, 3000],
    ]);
    expect(check(slow(times), SLOW, { isModule: false }).refuted).toEqual([]);
  });

  it('refute shorter times of one flag that was asked for several times, and leave late ones alone', () => {
    const records = SLOW.map((record) => ({ ...record, key: SLOW[0]!.key }));
    const told = (lateMs: number) => slow((i) => ({ startedMs: 1000 * i, endedMs: 1000 * i + 1000 + lateMs }));
    const repeated = (lateMs: number) => told(lateMs).map((outcome) => ({ ...outcome, code: 'BR' }));
    expect(check(repeated(-200), records).refuted).toMatchObject([{ what: expect.stringContaining('shorter times') }]);
    expect(check(repeated(-4), records).refuted).toEqual([]);
    expect(check(repeated(300), records).refuted).toEqual([]);
  });

  it('say how many requests a module sent, and with what it was answered', () => {
    const claims = [
      { ...claim('BR'), requests: 1000 },
      { ...claim('DE'), requests: 0 },
      { ...claim('FR', 'timeout'), requests: 0 },
    ];
    const records = [sent('BR'), sent('DE'), sent('DE'), sent('FR', { status: 418 })];
    const { outcomes, refuted } = check(claims, records);
    expect(outcomes.map(({ kind, status, requests }) => [kind, status, requests])).toEqual([
      ['ok', undefined, 1],
      ['ok', undefined, 2],
      ['httpError', 418, 1],
    ]);
    expect(refuted).toEqual([]);
    expect(check(claims, records, { isModule: false }).outcomes).toEqual(claims);
  });

  it('tell of a module that asked for nothing neither time nor timeouts, and believe that it could not reach them', () => {
    const claims = [claim('BR', 'timeout'), claim('DE', 'cancelled'), claim('FR', 'networkError')];
    const { outcomes, refuted } = check(claims, []);
    expect(outcomes).toMatchObject([
      { kind: 'networkError', requests: 0, error: 'never asked for', startedMs: 0, endedMs: 0 },
      { kind: 'networkError', requests: 0, error: 'never asked for', startedMs: 0, endedMs: 0 },
      { kind: 'networkError', requests: 1, startedMs: 0, endedMs: 0 },
    ]);
    expect(refuted).toEqual([]);
  });

  it('take no time that other requests took for that of the flags', () => {
    const outcomes = CODES.map((code) => claim(code));
    const records = [sent('ZW', { arrivedMs: -3000 }), ...CODES.map((code) => sent(code))];
    expect(check(outcomes, records)).toEqual({ outcomes, refuted: [] });
  });

  it('believe who got a flag at last, and who says less than the server does', () => {
    const records = [sent('BR', { status: 503 }), sent('BR', { arrivedMs: 2, endedMs: 3 }), sent('DE'), sent('FR')];
    expect(check([claim('BR'), claim('DE', 'timeout'), claim('FR')], records).refuted).toEqual([]);
  });

  it.each([
    [4, []],
    [40, ['had more than m = 2 requests in flight for 40ms']],
  ])('refute who has more than m in flight for %d ms, but for what two clocks may differ by', (ms, what) => {
    const records = CODES.map((code) => sent(code, { endedMs: ms }));
    const { contradicted, refuted } = check(
      CODES.map((code) => claim(code)),
      records,
      { isModule: false },
    );
    expect(refuted.map((one) => one.what)).toEqual(what);
    expect(contradicted).toEqual(what.length === 0 ? undefined : { client: 3, server: 3, plan: 3 });
  });

  it('do not count requests whose client has gone as in flight', () => {
    const records = [
      sent('BR', { endedMs: 90, ending: 'client-gone' }),
      sent('DE', { endedMs: 90 }),
      sent('FR', { endedMs: 90 }),
    ];
    const claims = [claim('BR', 'timeout'), claim('DE'), claim('FR')];
    expect(check(claims, records, { isModule: false }).refuted).toEqual([]);
  });
});
