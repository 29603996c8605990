import { describe, expect, it } from 'vitest';
import { tally } from '../../clients/download/tally.ts';
import { Pace } from '../../clients/limits/pace.ts';
import { strategy } from '../../clients/strategies.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { TokenBucket } from '../../servers/faults/limits/token-bucket.ts';
import { startLab } from '../../servers/lab/start-lab.ts';
import { collect } from '../helpers/collect.ts';

const FLAGS = countryCodes();
const { download } = strategy('paced');

interface Simulated {
  readonly seconds: number;
  readonly requests: number;
}

/** Sends at a pace, on a clock of its own, until a bucket has let so many through. What is refused is sent again at the end. */
function simulate(items: number, perSecond: number, burst: number, rttMs: number): Simulated {
  let nowMs = 0;
  const bucket = new TokenBucket({ perSecond, burst }, () => nowMs);
  const pace = new Pace(42);
  const onTheirWay: { readonly atMs: number; readonly call: () => void }[] = [];
  const hear = (atMs: number) => {
    while (onTheirWay.length > 0 && onTheirWay[0]!.atMs <= atMs) onTheirWay.shift()!.call();
  };
  let requests = 0;
  let admitted = 0;
  while (admitted < items) {
    const turnMs = nowMs + pace.waitMs(nowMs);
    nowMs = Math.min(turnMs, onTheirWay[0]?.atMs ?? turnMs);
    hear(nowMs);
    if (pace.waitMs(nowMs) > 0) continue;
    const turn = pace.take(nowMs);
    const { refused } = bucket.admit();
    requests += 1;
    if (refused === undefined) admitted += 1;
    const call = () => (refused === undefined ? pace.admitted() : pace.refused(turn, nowMs, 1000));
    onTheirWay.push({ atMs: nowMs + rttMs, call });
  }
  return { seconds: nowMs / 1000, requests };
}

describe('a pace', () => {
  it.each([
    [5, 10, 1],
    [50, 10, 1],
    [50, 10, 300],
    [50, 50, 1],
    [300, 10, 1],
    [1000, 50, 5],
  ])('finds a rate of %d/s with bursts of %d, %d ms away, and uses most of it', (perSecond, burst, rttMs) => {
    const items = 20 * perSecond;
    const { seconds, requests } = simulate(items, perSecond, burst, rttMs);
    expect(items / seconds).toBeGreaterThan(0.8 * perSecond);
    expect(requests).toBeLessThan(1.2 * items);
  });

  it('is never in step with that of another seed', () => {
    const waits = (seed: number) => {
      const pace = new Pace(seed);
      return Array.from({ length: 20 }, () => {
        pace.take(0);
        return pace.waitMs(0);
      });
    };
    expect(waits(1)).toEqual(waits(1));
    expect(waits(1)).not.toEqual(waits(2));
  });

  it('has all wait for the seconds of a Retry-After that are certain, 30 s at most', () => {
    const waitAfter = (retryAfterMs: number) => {
      const pace = new Pace(42);
      pace.refused(pace.take(0), 0, retryAfterMs);
      return pace.waitMs(0);
    };
    expect(waitAfter(1000)).toBeLessThan(1000);
    expect(waitAfter(5000)).toBeGreaterThanOrEqual(4000);
    expect(waitAfter(5000)).toBeLessThan(5000);
    expect(waitAfter(86_400_000)).toBeLessThan(31_000);
  });
});

describe('paced', () => {
  it('gets every flag of a server with a limited rate in at most 1.2 requests each, far fewer than async', async () => {
    await using lab = await startLab({ LOCAL: { faults: ['rate=50/s,burst=10'] } }, { threads: true });
    const baseUrl = `${lab.url('LOCAL')}/flags`;
    const paced = tally(await collect(download(FLAGS, { baseUrl, retries: 5 })), FLAGS.length);
    expect(paced.kinds.ok).toBe(FLAGS.length);
    expect(paced.requests).toBeLessThanOrEqual(1.2 * FLAGS.length);
    const asked = await collect(strategy('async').download(FLAGS, { baseUrl, m: FLAGS.length }));
    expect(tally(asked, FLAGS.length).kinds.httpError).toBeGreaterThan(paced.requests - FLAGS.length);
  });

  it('gives a server up that refuses everything, and says so of each flag', async () => {
    await using lab = await startLab({ LOCAL: { faults: ['status=429'] } });
    const outcomes = await collect(download(FLAGS, { baseUrl: `${lab.url('LOCAL')}/flags`, m: 20, retries: 5 }));
    const { kinds, reasons, requests } = tally(outcomes, FLAGS.length);
    expect(kinds.httpError + kinds.networkError).toBe(FLAGS.length);
    expect(reasons).toEqual({ 'status 429': kinds.httpError, 'not sent (8 refusals in a row)': kinds.networkError });
    expect(requests).toBeLessThan(40);
    expect(kinds.networkError).toBeGreaterThan(FLAGS.length - 40);
  });
});
