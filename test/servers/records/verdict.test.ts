import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { verdict } from '../../../servers/records/verdict.ts';

const CONTEXT = { label: 'LAB', dropped: 0, slots: undefined, closedMs: new Map<number, number>(), faultChanges: [] };

function record(fields: Partial<RequestRecord>): RequestRecord {
  const { arrivedMs = 0, endedMs = 100 } = fields;
  return {
    seq: 0,
    label: 'LAB',
    key: 'GET /a',
    attempt: 1,
    connection: 1,
    arrivedMs,
    startedMs: arrivedMs,
    firstByteMs: endedMs,
    endedMs,
    injectedMs: 100,
    serviceMs: 0,
    queuedMs: 0,
    status: 200,
    shed: false,
    retryAfterMs: undefined,
    bytes: 10,
    faults: ['delay'],
    ending: 'sent',
    ...fields,
  };
}

/** What was injected as a status. */
const TEAPOT = { status: 418, failsBy: 'status' } as const;

const GONE = { ending: 'client-gone', status: undefined } as const;

describe('the verdict', () => {
  it('of no requests is all zeros, and no efficiency', () => {
    expect(verdict([], CONTEXT)).toMatchObject({
      requests: 0,
      amplification: 0,
      maxAttempts: 0,
      peakInFlight: 0,
      peakConnections: 0,
      makespanMs: 0,
      efficiency: undefined,
      efficiencyWithheld: 'nothing was ok',
    });
  });

  it('counts peak and mean in flight, connections and reuse, and the efficiency for the observed peak', () => {
    const records = [
      record({ key: 'GET /a' }),
      record({ key: 'GET /b', connection: 2, arrivedMs: 50, endedMs: 150 }),
      record({ key: 'GET /c', arrivedMs: 150, endedMs: 250 }),
    ];
    expect(verdict(records, CONTEXT)).toMatchObject({
      peakInFlight: 2,
      meanInFlight: 1.2,
      connections: 2,
      requestsPerConnection: 1.5,
      makespanMs: 250,
      idealMs: 200,
      efficiency: 0.8,
      backOff: undefined,
    });
  });

  it('holds no client to more slots than the server has', () => {
    const records = [0, 1, 2, 3].map((seq) => record({ seq, key: `GET /${seq}`, endedMs: 400, serviceMs: 100 }));
    expect(verdict(records, { ...CONTEXT, slots: 2 })).toMatchObject({
      peakInFlight: 4,
      idealMs: 200,
      efficiency: 0.5,
    });
  });

  it('counts requests that are still open in flight, the last one too', () => {
    const records = [0, 1, 2].map((arrivedMs) => record({ arrivedMs, ending: 'open', endedMs: undefined }));
    expect(verdict(records, CONTEXT).peakInFlight).toBe(3);
  });

  it('holds no delay against the slots of the server', () => {
    // Two slots of 100 ms, then a delay of 300 ms that holds none: 10 requests at once need 500 + 300 ms.
    const records = Array.from({ length: 10 }, (_, i) => {
      const startedMs = 100 * Math.floor(i / 2);
      return record({ key: `GET /${i}`, startedMs, endedMs: startedMs + 400, injectedMs: 400, serviceMs: 100 });
    });
    expect(verdict(records, { ...CONTEXT, slots: 2 })).toMatchObject({
      makespanMs: 800,
      idealMs: 500,
      efficiency: 0.625,
    });
  });

  it('expects no time for what was turned away or given up, and none yet of what is open', () => {
    const gone = {
      endedMs: 60,
      firstByteMs: undefined,
      injectedMs: 100,
      serviceMs: 100,
      ending: 'client-gone',
    } as const;
    const records = [
      record({ key: 'GET /a', endedMs: 10, injectedMs: 0, shed: true, failsBy: 'status', status: 503 }),
      record({ key: 'GET /b', ...gone }),
      record({ key: 'GET /c', ...gone, endedMs: undefined, ending: 'open' }),
    ];
    expect(verdict(records, { ...CONTEXT, slots: 1 })).toMatchObject({ makespanMs: 60, idealMs: 0 });
  });

  it('lists what became of each request, so that all are counted once', () => {
    const records = [
      record({}),
      record({ status: 404 }),
      record(TEAPOT),
      record(TEAPOT),
      record({ ending: 'reset', failsBy: 'truncate' }),
      record({ ending: 'reset', failsBy: 'garbage', status: undefined }),
      record({ ending: 'reset', failsBy: 'reset', status: undefined }),
      record({ ending: 'reset' }),
      record(GONE),
      record({ ...GONE, failsBy: 'hang' }),
      record({ ...GONE, shed: true, failsBy: 'hang' }),
      record({ ending: 'open', endedMs: undefined }),
    ];
    expect(verdict(records, CONTEXT).answers).toEqual({
      statuses: { 200: 1, 404: 1, 418: 2 },
      truncated: 1,
      garbage: 1,
      reset: 2,
      givenUp: 1,
      hung: 2,
      open: 1,
    });
  });
});

describe('a retry', () => {
  it('comes after the end of a failed attempt at its key: repeats of what did not fail are none', () => {
    const atOnce = Array.from({ length: 60 }, (_, seq) => record({ seq, arrivedMs: seq, endedMs: 500 + seq }));
    const later = record({ arrivedMs: 1000, endedMs: 1100, retryAfterMs: 19_000 });
    expect(verdict([...atOnce, later], CONTEXT)).toMatchObject({
      requests: 61,
      keys: 1,
      retries: 0,
      repeats: 60,
      amplification: 1,
      maxAttempts: 1,
      backOff: undefined,
      retryAfter: { obeyed: 0, violated: 0 },
    });
  });

  it('is none when it was sent before the failure was known', () => {
    const records = [record({ ...TEAPOT, endedMs: 100 }), record({ arrivedMs: 99, endedMs: 200 })];
    expect(verdict(records, CONTEXT)).toMatchObject({ failed: 1, retries: 0, repeats: 1 });
  });

  it('answers for one failure alone', () => {
    const records = [
      record({ ...TEAPOT, endedMs: 100 }),
      record({ arrivedMs: 150, endedMs: 250 }),
      record({ arrivedMs: 300, endedMs: 400 }),
    ];
    expect(verdict(records, CONTEXT)).toMatchObject({ retries: 1, repeats: 1, amplification: 1.5, maxAttempts: 2 });
  });

  it.each([
    ['418 that was injected', TEAPOT, 1],
    ['418 that the service meant', { status: 418 }, 0],
    ['404, injected or not', { status: 404, failsBy: 'status' }, 0],
    ['503', { status: 503 }, 1],
    ['429', { status: 429 }, 1],
    ['a reset', { ending: 'reset', status: undefined }, 1],
    ['what its client gave up', GONE, 1],
  ] as const)('follows %s: %o → %i', (_what, fields, retries) => {
    const records = [record(fields), record({ arrivedMs: 150, endedMs: 250 })];
    expect(verdict(records, CONTEXT)).toMatchObject({ failed: retries, retries });
  });

  it('takes nothing for its own retry that was over at once', () => {
    const at = (ms: number) => record({ ...TEAPOT, arrivedMs: ms, endedMs: ms });
    expect(verdict([at(0)], CONTEXT)).toMatchObject({ retries: 0, amplification: 1, maxAttempts: 1 });
    expect(verdict([at(0), at(5)], CONTEXT)).toMatchObject({ retries: 1, backOff: { minMs: 5 } });
  });

  it('is measured from the end of the failed attempt to its own arrival, and held against Retry-After', () => {
    const attempts = [
      record({ attempt: 1, arrivedMs: 0, endedMs: 10, status: 503, retryAfterMs: 100 }),
      record({ attempt: 2, arrivedMs: 110, endedMs: 120, status: 503, retryAfterMs: 1000 }),
      record({ attempt: 3, arrivedMs: 320, endedMs: 330 }),
    ];
    expect(verdict(attempts, CONTEXT)).toMatchObject({
      amplification: 3,
      maxAttempts: 3,
      ok: 1,
      backOff: { waits: 2, minMs: 100, medianMs: 150, growing: undefined },
      retryAfter: { obeyed: 1, violated: 1 },
    });
  });

  it('obeys Retry-After from when the header is sent, however late the server notes the end of the answer', () => {
    const failed = record({ status: 503, retryAfterMs: 1000, firstByteMs: 10, endedMs: 20 });
    const retryAt = (arrivedMs: number) => verdict([failed, record({ arrivedMs, endedMs: 2000 })], CONTEXT).retryAfter;
    expect([retryAt(1011), retryAt(1000)]).toEqual([
      { obeyed: 1, violated: 0 },
      { obeyed: 0, violated: 1 },
    ]);
  });

  it('belongs to its run: learners who ask once each are none of them retrying', () => {
    const records = ['red', 'green', 'blue'].map((run, i) =>
      record({ run, ...TEAPOT, arrivedMs: i * 200, endedMs: i * 200 + 100 }),
    );
    expect(verdict(records, CONTEXT)).toMatchObject({
      run: undefined,
      requests: 3,
      keys: 3,
      retries: 0,
      amplification: 1,
      backOff: undefined,
    });
    expect(verdict(records.slice(1, 2), CONTEXT)).toMatchObject({ run: 'green', requests: 1, keys: 1 });
  });
});

describe('what a client gives up', () => {
  it('in the queue has waited, not been served', () => {
    const inQueue = record({ ...GONE, key: 'GET /b', startedMs: 3000, queuedMs: 3000, endedMs: 3000 });
    expect(verdict([record({}), inQueue], CONTEXT)).toMatchObject({ clientGone: 1, wastedMs: 0, idealMs: 100 });
  });

  it('while it is served is wasted work, and no part of the ideal', () => {
    const records = [record({}), record({ ...GONE, key: 'GET /b', injectedMs: 5000, startedMs: 20, endedMs: 70 })];
    expect(verdict(records, CONTEXT)).toMatchObject({ wastedMs: 50, idealMs: 100 });
  });

  it('because it hangs is no work', () => {
    expect(verdict([record({ ...GONE, failsBy: 'hang', endedMs: 3000 })], CONTEXT).wastedMs).toBe(0);
  });
});

describe('efficiency', () => {
  const working = record({ injectedMs: 200, endedMs: 220 });
  const b = { key: 'GET /b' };

  it.each([
    ['nothing was ok', [record(GONE)]],
    ['nothing was ok', [record({ status: 404 })]],
    ['nothing was made to wait', [record({ injectedMs: 0 })]],
    ['too short a time to tell', [record({ endedMs: 190 })]],
    ['1 of 2 requests failed only because the client gave up', [working, record({ ...b, ...GONE })]],
    [
      'a limit refused 1 of 2 requests, 1 of them for good',
      [working, record({ ...b, shed: true, failsBy: 'status', status: 503, injectedMs: 0 })],
    ],
    ['1 of 2 requests still waited for an answer', [working, record({ ...b, ending: 'open', endedMs: undefined })]],
  ])('is withheld where %s', (why, records) => {
    const { efficiency, efficiencyWithheld } = verdict(records, CONTEXT);
    expect([efficiency, efficiencyWithheld]).toEqual([undefined, why]);
  });

  it('is told where what failed would have failed anyway, or worked in the end', () => {
    const givenUp = record({ ...b, ...GONE, endedMs: 50 });
    const again = record({ ...b, arrivedMs: 60, endedMs: 160 });
    for (const records of [
      [working, record({ ...b, ...TEAPOT })],
      [working, givenUp, again],
    ]) {
      expect(verdict(records, CONTEXT).efficiency).toBeGreaterThan(0.4);
    }
  });

  it('is withheld where one key was asked for many times, and not every request was made good', () => {
    const why = (...records: RequestRecord[]) => verdict(records, CONTEXT).efficiencyWithheld;
    const gone = record({ ...GONE, endedMs: 2000 });
    const refused = record({ shed: true, failsBy: 'status', status: 503, injectedMs: 0, endedMs: 1 });
    const later = { arrivedMs: 2100, endedMs: 2320 };
    const elevenGone = Array.from({ length: 11 }, (_, seq) => ({ ...gone, seq }));
    const nineOk = Array.from({ length: 9 }, (_, seq) => ({ ...working, seq: 20 + seq }));
    expect(why(...nineOk, ...elevenGone)).toBe('11 of 20 requests failed only because the client gave up');
    // What worked before it began is no answer to it.
    expect(why(working, record({ ...GONE, arrivedMs: 300, endedMs: 2000 }))).toBe(
      '1 of 2 requests failed only because the client gave up',
    );
    expect(why(refused, { ...refused, seq: 1 }, record(later))).toBe(
      'a limit refused 2 of 3 requests, 1 of them for good',
    );
    // A load of one address that was refused in part did not get what it asked for.
    expect(why(...nineOk, refused)).toBe('a limit refused 1 of 10 requests, 1 of them for good');
    // One of two twins is given up as soon as the other is answered; and a retry of a retry makes good both.
    expect(why(working, record({ ...GONE, endedMs: 221 }))).toBeUndefined();
    expect(why(gone, record({ ...GONE, arrivedMs: 2010, endedMs: 2090 }), record(later))).toBeUndefined();
  });

  it('is withheld where something hung, or Retry-After was obeyed: neither counts for its concurrency, or against it', () => {
    const said = (records: RequestRecord[]) => {
      const { efficiency, efficiencyWithheld } = verdict(records, CONTEXT);
      return efficiencyWithheld ?? efficiency;
    };
    const hung = record({ ...b, ...GONE, failsBy: 'hang', arrivedMs: 100, endedMs: 3100 });
    const told = record({ ...b, status: 503, retryAfterMs: 1000, firstByteMs: 100, endedMs: 101 });
    const again = record({ ...b, arrivedMs: 1150, endedMs: 1250 });
    const tooSoon = record({ ...b, arrivedMs: 600, endedMs: 700 });
    expect(said([working, hung])).toBe('something hung for 3.00 s');
    expect(said([working, { ...hung, ending: 'open', endedMs: undefined }, again])).toBe('something hung for 1.15 s');
    expect(said([working, told, again])).toBe('1.00 s went by before retries, as long as Retry-After had said');
    expect(said([working, hung, told, again])).toBe(
      'for 3.00 s something hung, or a retry had not come yet, as long as Retry-After had said',
    );
    expect(said([working, told, tooSoon])).toBeCloseTo(0.29, 1);
    expect(said([record({ injectedMs: 5000, endedMs: 5000 }), { ...hung, endedMs: 140 }])).toBe(1);
  });

  it('is 100 % up to 102 %, and withheld beyond: so much is the error of a clock', () => {
    // As where a server got fewer slots than it had when it served them.
    const ofTwoIn = (endedMs: number) =>
      verdict([record({ endedMs, serviceMs: 200 }), record({ ...b, endedMs, serviceMs: 200 })], {
        ...CONTEXT,
        slots: 1,
      });
    expect(ofTwoIn(392.4)).toMatchObject({ efficiency: 1, efficiencyWithheld: undefined });
    expect(ofTwoIn(320)).toMatchObject({
      efficiency: undefined,
      efficiencyWithheld: '125 % cannot be: the ideal does not fit these requests',
    });
  });
});

describe('where nothing waits', () => {
  const instant = (i: number, connection: number) =>
    record({ seq: i, connection, injectedMs: 0, arrivedMs: i, endedMs: i + 0.1, faults: [] });
  const records = Array.from({ length: 160 }, (_, i) => instant(i, 1 + (i % 16)));

  it('nothing can be seen in flight, and connections at once are counted instead', () => {
    expect(verdict(records, CONTEXT)).toMatchObject({
      peakInFlight: undefined,
      meanInFlight: undefined,
      connections: 16,
      peakConnections: 16,
    });
  });

  it('a connection that has closed is not at once with one that came later', () => {
    const closedMs = new Map(Array.from({ length: 10 }, (_, i) => [i + 1, i + 0.5]));
    const oneByOne = Array.from({ length: 10 }, (_, i) => instant(i, i + 1));
    expect(verdict(oneByOne, { ...CONTEXT, closedMs })).toMatchObject({ connections: 10, peakConnections: 1 });
  });
});
