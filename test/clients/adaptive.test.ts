import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../clients/download/outcome.ts';
import { tally } from '../../clients/download/tally.ts';
import { AimdLimit } from '../../clients/limits/aimd-limit.ts';
import type { Limit, LimitSample } from '../../clients/limits/limit.ts';
import { VegasLimit } from '../../clients/limits/vegas-limit.ts';
import { strategy } from '../../clients/strategies.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { startLab } from '../../servers/lab/start-lab.ts';
import { collect } from '../helpers/collect.ts';
import { flag, hang, startServer } from '../helpers/raw/http-server.ts';

const LIMITS: readonly [string, (max: number) => Limit][] = [
  ['aimd', (max) => new AimdLimit(max)],
  ['vegas', (max) => new VegasLimit(max)],
];

/** Tells a limit of requests one after the other, each sent when the one before had ended. */
function feed(limit: Limit, samples: number, fate: LimitSample['fate'], inFlight?: number): void {
  for (let i = 0; i < samples; i++) {
    clockMs += 100;
    limit.learn({ sentMs: clockMs - 100, endedMs: clockMs, inFlight: inFlight ?? Math.floor(limit.current), fate });
  }
}

let clockMs = 0;

describe.each(LIMITS)('the limit %s', (_name, make) => {
  it('begins at 1 and grows while answers are as quick as ever', () => {
    const limit = make(1000);
    expect(limit.current).toBe(1);
    feed(limit, 50, 'answered');
    expect(limit.current).toBeGreaterThan(10);
  });

  it('never leaves the range from 1 to its maximum', () => {
    const limit = make(20);
    feed(limit, 200, 'answered');
    expect(limit.current).toBe(20);
    feed(limit, 200, 'refused');
    expect(limit.current).toBe(1);
    limit.raise(1000);
    expect(limit.current).toBeLessThanOrEqual(20);
  });

  it('gives a tenth up for a refusal', () => {
    const limit = make(1000);
    feed(limit, 30, 'answered');
    const before = limit.current;
    feed(limit, 1, 'refused');
    expect(limit.current).toBeCloseTo(before * 0.9);
  });

  it('does not grow on the strength of a limit that was not used', () => {
    const limit = make(1000);
    feed(limit, 30, 'answered');
    const before = limit.current;
    feed(limit, 50, 'answered', 1);
    expect(limit.current).toBe(before);
  });
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
  // Where it began shows only where the machine lets the first answers in one by one.
  expect(Math.min(...limits)).toBeLessThan(Math.max(...limits));
  expect(Math.max(...limits)).toBeGreaterThan(8);
});

describe('adaptive', () => {
  const FLAGS = countryCodes();

  it('takes no long delay for a queue: it has nearly everything in flight on DELAY', async () => {
    await using lab = await startLab({ DELAY: {} }, { threads: true, timeScale: 0.2 });
    const options = { baseUrl: `${lab.url('DELAY')}/flags`, timeScale: 0.2 };
    const outcomes = await collect(strategy('adaptive').download(FLAGS, options));
    expect(tally(outcomes, FLAGS.length).kinds.ok).toBe(FLAGS.length);
    // Over half of them where the machine is quiet; with a queue it would stay where that begins, at a dozen or two.
    expect(Math.max(...outcomes.map(({ limit }) => limit!))).toBeGreaterThan(FLAGS.length / 4);
  });

  it('gives a server up after three timeouts in a row, and says so of what was not sent', async () => {
    const answers = 30;
    let asked = 0;
    await using server = await startServer(() => (++asked > answers ? hang : flag));
    const options = { baseUrl: server.baseUrl, m: 4, retries: 1, timeoutMs: 300, timeScale: 0.01 };
    const outcomes = await collect(strategy('adaptive').download(FLAGS, options));
    const { kinds, reasons } = tally(outcomes, FLAGS.length);
    expect(kinds.ok).toBe(answers);
    expect(reasons['not sent (3 timeouts in a row)']).toBe(kinds.networkError);
    // What was in flight, what took its place before all was silent, and three more one by one.
    expect(server.requests.length).toBeLessThanOrEqual(answers + 4 + 4 + 3);
    expect(outcomes.filter(({ requests }) => requests === 0)).toHaveLength(kinds.networkError);
    expect(kinds.timeout + kinds.networkError).toBe(FLAGS.length - answers);
  });

  it('does not give up a server that loses some requests', async () => {
    await using lab = await startLab({ LOCAL: { faults: ['hang@10%'] } });
    const options = { baseUrl: `${lab.url('LOCAL')}/flags`, m: 4, retries: 3, timeoutMs: 200, timeScale: 0.01 };
    const { kinds } = tally(await collect(strategy('adaptive').download(FLAGS, options)), FLAGS.length);
    expect(kinds.ok).toBe(FLAGS.length);
  });
});
