import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../clients/download/outcome.ts';
import { AimdLimit } from '../../clients/limits/aimd-limit.ts';
import { Gradient2Limit } from '../../clients/limits/gradient2-limit.ts';
import type { Limit } from '../../clients/limits/limit.ts';
import { strategy } from '../../clients/strategies.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { startLab } from '../../servers/lab/start-lab.ts';

const LIMITS: readonly [string, (max: number) => Limit][] = [
  ['aimd', (max) => new AimdLimit(max)],
  ['gradient2', (max) => new Gradient2Limit(max)],
];

/** Feeds a limit from a server that serves 8 at once in 100 ms each, used to the full. */
function settle(limit: Limit, samples: number): number {
  for (let i = 0; i < samples; i++) {
    const inFlight = Math.floor(limit.current);
    limit.learn({ rttMs: 100 * Math.max(1, inFlight / 8), inFlight, dropped: false });
  }
  return limit.current;
}

describe.each(LIMITS)('the limit %s', (_name, make) => {
  it('begins at 1 and grows while answers are as quick as ever', () => {
    const limit = make(1000);
    expect(limit.current).toBe(1);
    for (let i = 0; i < 50; i++) limit.learn({ rttMs: 100, inFlight: Math.floor(limit.current), dropped: false });
    expect(limit.current).toBeGreaterThan(10);
  });

  it('never leaves the range from 1 to its maximum', () => {
    const limit = make(20);
    for (let i = 0; i < 200; i++) limit.learn({ rttMs: 100, inFlight: Math.floor(limit.current), dropped: false });
    expect(limit.current).toBe(20);
    for (let i = 0; i < 200; i++) limit.learn({ rttMs: 100, inFlight: 20, dropped: true });
    expect(limit.current).toBe(1);
  });

  it('gives a tenth up for each drop', () => {
    const limit = make(1000);
    const before = settle(limit, 30);
    limit.learn({ rttMs: 5, inFlight: 10, dropped: true });
    expect(limit.current).toBeCloseTo(before * 0.9);
  });

  it('does not grow on the strength of a limit that was not used', () => {
    const limit = make(1000);
    const before = settle(limit, 30);
    for (let i = 0; i < 50; i++) limit.learn({ rttMs: 100, inFlight: 1, dropped: false });
    expect(limit.current).toBe(before);
  });
});

it('gradient2 stops growing when requests begin to queue, without a drop', () => {
  const settled = settle(new Gradient2Limit(1000), 2000);
  expect(settled).toBeGreaterThan(8);
  expect(settled).toBeLessThan(41);
});

it('adaptive sheds less on LIMITED than a client that asks for everything at once, and says its limit', async () => {
  await using lab = await startLab({ LIMITED: {} }, { threads: true, timeScale: 0.2 });
  const shedBy = async (name: string, m: number) => {
    const baseUrl = `${lab.url('LIMITED')}/flags`;
    const outcomes: Outcome[] = [];
    for await (const outcome of strategy(name).download(countryCodes(), { baseUrl, m, run: name }))
      outcomes.push(outcome);
    return { shed: outcomes.filter(({ status }) => status === 503).length, outcomes };
  };
  const atOnce = await shedBy('async', 194);
  const adapted = await shedBy('adaptive', 194);
  expect(adapted.shed).toBeLessThan(atOnce.shed / 2);
  expect(atOnce.outcomes[0]!.limit).toBeUndefined();
  const limits = adapted.outcomes.map(({ limit }) => limit!);
  expect(Math.min(...limits)).toBeLessThan(5);
  expect(Math.max(...limits)).toBeGreaterThan(8);
});
