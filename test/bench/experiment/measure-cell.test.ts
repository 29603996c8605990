import { describe, expect, it } from 'vitest';
import { type Evidence, measureCell } from '../../../bench/experiment/measure-cell.ts';
import { planDownload } from '../../../bench/plan/plan.ts';
import type { Outcome, OutcomeKind } from '../../../clients/download/outcome.ts';
import { InvariantError } from '../../../lib/errors/invariant-error.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

const usage = { cpuSeconds: 0.5, peakRssBytes: 1000, eventLoopDelayP99Ms: 1 };

function outcome(startedMs: number, endedMs: number, kind: OutcomeKind = 'ok'): Outcome {
  return {
    code: 'BR',
    kind,
    status: kind === 'ok' ? 200 : undefined,
    bytes: 0,
    requests: 1,
    startedMs,
    firstByteMs: undefined,
    endedMs,
    error: undefined,
    file: undefined,
  };
}

function record(connection: number, arrivedMs: number, endedMs: number | undefined): RequestRecord {
  const times = {
    arrivedMs,
    startedMs: arrivedMs,
    firstByteMs: undefined,
    endedMs,
    injectedMs: 0,
    serviceMs: 0,
    queuedMs: 0,
  };
  const rest = { status: 200, shed: false, retryAfterMs: undefined, bytes: 0, faults: [], ending: 'sent' } as const;
  return { seq: 0, label: 'DELAY', key: 'GET /', attempt: 1, connection, ...times, ...rest };
}

/** The plan of so many items of 200 ms each in two slots. */
function plan(items: number) {
  const profile = parseProfile(['delay=fixed:200ms']);
  const codes = countryCodes().slice(0, items);
  return planDownload({ label: 'DELAY', profile, seed: 1, timeScale: 1, codes, m: 2, timeoutMs: 1000 });
}

function evidence(outcomes: readonly Outcome[]): Evidence {
  return { outcomes, usage, records: [], plan: plan(outcomes.length) };
}

describe('figures', () => {
  it('span the time from the first request to the last item ended, whatever their order', () => {
    const figures = measureCell(evidence([outcome(300, 500), outcome(100, 350), outcome(310, 400)]));
    expect(figures.elapsedMs).toBe(400);
  });

  it('count ok items as goodput, and answered ones as throughput', () => {
    const kinds: OutcomeKind[] = ['ok', 'ok', 'notFound', 'httpError', 'timeout', 'networkError', 'cancelled'];
    const figures = measureCell(evidence(kinds.map((kind) => outcome(0, 500, kind))));
    expect(figures).toMatchObject({ items: 7, requests: 7, goodputPerSecond: 4, throughputPerSecond: 8 });
    expect(figures.outcomes).toEqual({
      ok: 2,
      notFound: 1,
      httpError: 1,
      timeout: 1,
      networkError: 1,
      cancelled: 1,
    });
  });

  it('give the efficiency as ideal time by elapsed time', () => {
    const figures = measureCell(evidence([outcome(0, 200), outcome(0, 200), outcome(200, 400), outcome(200, 375)]));
    expect(figures).toMatchObject({ idealMs: 400, scheduleMs: 400, elapsedMs: 400, efficiency: 1 });
  });

  it.each([
    ['turned away', { shed: true, injectedMs: 0 }],
    ['given up in the queue', { ending: 'client-gone', firstByteMs: undefined }],
  ] as const)('have the ideal of what was done, where something was %s', (_what, lost) => {
    const done = { ...record(1, 0, 200), injectedMs: 200, firstByteMs: 200 };
    const records = [
      done,
      { ...done, connection: 2 },
      { ...done, ...lost, endedMs: 10 },
      { ...done, ...lost, endedMs: 10 },
    ];
    const outcomes = [outcome(0, 200), outcome(0, 200), outcome(0, 10, 'timeout'), outcome(0, 10, 'timeout')];
    const { idealMs, elapsedMs } = measureCell({ ...evidence(outcomes), records });
    expect(plan(4).idealMs).toBe(400);
    expect([idealMs, elapsedMs]).toEqual([200, 200]);
  });

  it('have the ideal of a rate for all that it let through, whatever was turned away before', () => {
    const profile = parseProfile(['rate=5/s,burst=1']);
    const limited = planDownload({
      label: 'BUSY',
      profile,
      seed: 1,
      timeScale: 1,
      codes: ['BR', 'FR'],
      m: 2,
      timeoutMs: 1000,
    });
    const refused = { ...record(2, 0, 1), status: 429, shed: true };
    const outcomes = [outcome(0, 1), { ...outcome(0, 400), requests: 2 }];
    const measured = (...records: RequestRecord[]) => measureCell({ ...evidence(outcomes), plan: limited, records });
    expect(measured(record(1, 0, 1), refused, record(2, 399, 400))).toMatchObject({ idealMs: 200, efficiency: 0.5 });
    expect(measured(record(1, 0, 1), refused)).toMatchObject({ idealMs: 0, efficiency: undefined });
  });

  it('give no efficiency where nothing has to be waited for', () => {
    const instant = planDownload({ ...plan(1), profile: [], codes: ['BR'] });
    expect(measureCell({ ...evidence([outcome(0, 5)]), plan: instant }).efficiency).toBeUndefined();
  });

  it('have the latencies of what timed out, which has waited so long at least', () => {
    const outcomes = Array.from({ length: 10 }, (_, i) => (i < 4 ? outcome(0, 200) : outcome(0, 1000, 'timeout')));
    expect(measureCell(evidence(outcomes)).latencyP50Ms).toBe(1000);
  });

  it.each(['httpError', 'networkError', 'notFound'] as const)(
    'have the latencies of what ended ok, and none of what ended as %s',
    (kind) => {
      const ok = Array.from({ length: 10 }, () => outcome(0, 200));
      const others = Array.from({ length: 30 }, (_, i) => outcome(0, i % 2 === 0 ? 1 : 1000, kind));
      expect(measureCell(evidence([...ok, ...others])).latencyP50Ms).toBe(200);
      expect(measureCell(evidence([...ok.slice(1), ...others])).latencyP50Ms).toBeUndefined();
    },
  );

  it('count the latency of what starts on schedule from its time, and what starts late', () => {
    const scheduled = (scheduledMs: number, startedMs: number) => ({ ...outcome(startedMs, 500), scheduledMs });
    const late = [scheduled(100, 300), scheduled(100, 101.5)];
    const outcomes = [...late, ...Array.from({ length: 18 }, () => scheduled(200, 200.9))];
    const figures = measureCell(evidence(outcomes));
    expect(figures).toMatchObject({ latencyP50Ms: 300, lateStarts: 2, efficiency: undefined });
    expect(measureCell(evidence(outcomes.slice(2))).lateStarts).toBe(0);
  });

  it.each([
    ['one request of which the next would come after the end', 0.5, 1000, [[0, 2.4]], 1000, 0.5],
    [
      'ten requests, the last of them ended before its turn was over',
      10,
      1000,
      Array.from({ length: 10 }, (_, i) => [i * 100, i * 100 + 3]),
      1000,
      10,
    ],
    [
      'more by chance than the rate has on average',
      10,
      200,
      [
        [10, 12],
        [20, 22],
        [30, 32],
      ],
      200,
      10,
    ],
    [
      'requests that a slow server answers late',
      10,
      200,
      [
        [0, 900],
        [100, 1000],
      ],
      1000,
      2,
    ],
  ])(
    'of a schedule last as long as it, and never exceed its rate: %s',
    (_, ratePerSecond, durationMs, times, elapsedMs, rate) => {
      const outcomes = times.map(([at, endedMs]) => ({ ...outcome(at!, endedMs!), scheduledMs: at! }));
      const figures = measureCell({ ...evidence(outcomes), schedule: { ratePerSecond, durationMs } });
      expect(figures).toMatchObject({ elapsedMs, goodputPerSecond: rate, throughputPerSecond: rate });
    },
  );

  describe('of 40 requests in 4 s', () => {
    const measured = (lasted: (i: number) => number, kind: OutcomeKind = 'ok', lateMs = 0) => {
      const outcomes = Array.from({ length: 40 }, (_, i) => {
        const startedMs = i * 100 * (1 + lateMs / 4000);
        return { ...outcome(startedMs, startedMs + lasted(i), kind), scheduledMs: i * 100 };
      });
      return measureCell({ ...evidence(outcomes), schedule: { ratePerSecond: 10, durationMs: 4000 } });
    };

    it('say how many were sent in time', () => {
      expect(measured(() => 20).offeredPerSecond).toBe(10);
      // A client that falls back by half a second each second sends two thirds of them.
      expect(measured(() => 20, 'ok', 2000).offeredPerSecond).toBe(27 / 4);
    });

    it('say how many were sent together with the next', () => {
      expect(measured(() => 20).bunched).toBe(0);
      // From the 20th on they are late by 100 ms or more.
      expect(measured(() => 20, 'ok', 200).bunched).toBe(20);
    });

    it('say by how much waits grow between the second quarter and the last', () => {
      expect(measured(() => 20).waitGrowthMs).toBe(0);
      expect(measured((i) => 20 + 10 * i).waitGrowthMs).toBe(200);
    });

    it('say nothing of waits where what came was refused', () => {
      expect(measured(() => 20, 'httpError').waitGrowthMs).toBeUndefined();
    });
  });

  it('know of no late start where nothing is scheduled', () => {
    expect(measureCell(evidence([outcome(0, 5)]))).not.toHaveProperty('lateStarts');
  });

  it('give a rate of 0 when no time has passed', () => {
    expect(measureCell(evidence([outcome(0, 0)]))).toMatchObject({ elapsedMs: 0, goodputPerSecond: 0 });
  });

  it('give a quantile only with five samples beyond it', () => {
    const outcomes = Array.from({ length: 100 }, (_, i) => outcome(0, i + 1));
    const { latencyP50Ms, latencyP95Ms } = measureCell(evidence(outcomes));
    expect([latencyP50Ms, latencyP95Ms]).toEqual([50.5, 95.05]);
    expect(measureCell(evidence(outcomes.slice(1))).latencyP95Ms).toBeUndefined();
    expect(measureCell(evidence(outcomes.slice(91))).latencyP50Ms).toBeUndefined();
  });

  it('count peak and connections from what the server saw', () => {
    const records = [record(1, 0, 100), record(2, 50, 150), record(1, 100, undefined)];
    expect(measureCell({ ...evidence([outcome(0, 1)]), records })).toMatchObject({ peakInFlight: 2, connections: 2 });
  });

  it("count as a service's refusals what it said itself, and not what the faults before it did", () => {
    const refused = { ...outcome(0, 5, 'httpError'), status: 503 };
    const given = evidence([refused, refused, outcome(0, 5)]);
    const service = { ...given, plan: { ...given.plan, isService: true } };
    expect(measureCell(service).refused).toBe(2);
    const records = [
      { ...record(1, 0, 5), status: 503, faults: ['status'] },
      { ...record(1, 0, 5), status: 503 },
      record(1, 0, 5),
    ];
    expect(measureCell({ ...service, records }).refused).toBe(1);
  });

  it('are refused when an item has no outcome, or two', () => {
    const two = evidence([outcome(0, 1), outcome(0, 1)]);
    expect(() => measureCell({ ...two, plan: plan(3) })).toThrow(InvariantError);
    expect(() => measureCell({ ...two, plan: plan(1) })).toThrow(InvariantError);
  });
});
