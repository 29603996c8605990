import { describe, expect, it } from 'vitest';
import { foretell } from '../../../bench/plan/foretell.ts';
import type { PlanRequest } from '../../../bench/plan/plan.ts';
import { strategy } from '../../../clients/strategies.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';

const LIMITED = 'capacity=8,service=fixed:100ms,queue=32,shed=503';

function request(faults: string[], given: Partial<PlanRequest> = {}): PlanRequest {
  const world = { label: 'LAB', seed: 42, timeScale: 1, codes: countryCodes(), m: 100, timeoutMs: 3100 };
  return { ...world, profile: parseProfile(faults), ...given };
}

/** How many have each outcome and status. */
function counts(answers: Iterable<{ outcome: string; status: number | undefined }>): Record<string, number> {
  const groups = Map.groupBy(answers, ({ outcome, status }) => `${outcome} ${status}`);
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]).sort());
}

describe('what is foretold', () => {
  it('is that a full queue turns most of them away, as the status says', () => {
    const { fates, shed, givenUp } = foretell(request([LIMITED]));
    expect(counts(fates)).toEqual({ 'ok 200': 40, 'httpError 503': 154 });
    expect(fates.filter((fate) => fate.shed)).toHaveLength(154);
    expect(shed.low).toBeLessThan(154);
    expect(shed.high).toBe(154);
    expect(givenUp).toEqual({ low: 0, high: 0 });
  });

  it('is the same each time', () => {
    expect(foretell(request([LIMITED]))).toEqual(foretell(request([LIMITED])));
  });

  it('is that nothing is turned away while there is room for all that are in flight', () => {
    for (const m of [1, 8, 40]) expect(foretell(request([LIMITED], { m })).shed).toEqual({ low: 0, high: 0 });
    expect(foretell(request([LIMITED], { m: 41 })).shed.high).toBeGreaterThan(0);
  });

  it.each([
    ['shed=reset', { 'ok 200': 1, 'networkError undefined': 2 }],
    ['shed=hang', { 'ok 200': 1, 'timeout undefined': 2 }],
    ['shed=404', { 'ok 200': 1, 'notFound 404': 2 }],
  ])('is what a client sees of a server that sheds by %s', (shed, expected) => {
    const profile = [`capacity=1,service=1s,queue=0,${shed}`];
    const { fates } = foretell(request(profile, { codes: ['BR', 'FR', 'IN'], m: 3 }));
    expect(counts(fates)).toEqual(expected);
    expect(fates.map((fate) => fate.shed)).toEqual([false, true, true]);
  });

  it('is how many wait so long in the queue that they are given up', () => {
    const { fates, givenUp, shed } = foretell(
      request(['capacity=2,service=900ms,queue=100'], { codes: countryCodes().slice(0, 20), m: 20 }),
    );
    expect(counts(fates)).toEqual({ 'ok 200': 6, 'timeout 200': 14 });
    expect([givenUp, shed]).toEqual([
      { low: 14, high: 14 },
      { low: 0, high: 0 },
    ]);
  });

  it('is what the fates alone say where no slots are to be had', () => {
    const { fates } = foretell(request(['delay=uniform:0.5s..5s', 'hang@10%', 'truncate@10%']));
    expect(new Set(fates.map(({ outcome }) => outcome))).toEqual(new Set(['ok', 'timeout', 'networkError']));
  });

  // The times are long enough for a busy machine: what it adds must not decide who finds the queue full.
  it.concurrent.each([
    ['all that come at once', ['capacity=2,service=2s,queue=2', 'travel=200ms'], 8, 8, 4],
    ['those that come while the first are served', ['capacity=2,service=2s,queue=2', 'travel=200ms'], 9, 6, 5],
    ['none of those on their way while the slots are free', ['capacity=2,service=1s,queue=1', 'travel=4s'], 6, 4, 1],
    [
      'all that come at once, at the first of two capacities',
      ['capacity=2,service=1s,queue=2', 'capacity=1,service=3s,queue=9', 'travel=200ms'],
      ...([6, 6, 2] as const),
    ],
    // If the first were as slow as the second, they would come too late to meet a full queue.
    [
      'what the first of two capacities lets through too soon for the second',
      ['capacity=2,service=500ms,queue=9', 'capacity=1,service=4s,queue=1', 'travel=200ms'],
      ...([6, 6, 4] as const),
    ],
    ['what is left when the rest waits for its timeout', ['capacity=2,service=1h,queue=3', 'travel=100ms'], 20, 10, 15],
  ])('has the count of the real server: %s', async (_what, faults, items, m, shed) => {
    const given = request(faults, { codes: countryCodes().slice(0, items), m, timeoutMs: 12_000 });
    const { fates, ...foretold } = foretell(given);
    expect(foretold.shed).toEqual({ low: shed, high: shed });
    await using lab = await startLab({ LAB: { faults } }, { threads: true });
    const met = [];
    const options = { baseUrl: `${lab.url('LAB')}/flags`, m, timeoutMs: given.timeoutMs };
    for await (const { kind, status } of strategy('async').download(given.codes, options))
      met.push({ outcome: kind, status });
    expect((await lab.records('LAB')).filter((record) => record.shed)).toHaveLength(shed);
    // A client never learns the status of what it gave up.
    const seen = fates.map(({ outcome, status }) => ({ outcome, status: outcome === 'timeout' ? undefined : status }));
    expect(counts(met)).toEqual(counts(seen));
  });
});
