import { describe, expect, it } from 'vitest';
import type { Figures } from '../../../bench/result/figures.ts';
import { TOO_SHORT } from '../../../bench/result/too-short.ts';
import { type TuneOptions, type TuneResult, tune } from '../../../bench/tune/tune.ts';
import { parseGoal } from '../../../bench/tune/tune-goal.ts';
import { draw } from '../../../lib/chance/draw.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { measuredCell } from '../../helpers/bench/bench-result.ts';

const OPTIONS: TuneOptions = { goal: parseGoal('goodput'), maxM: 194, budget: 30 };

/** Noise around 1 with that standard deviation, the same for the same trial and turn. */
function noise(trial: number, turn: number, deviation: number): number {
  const stream = { seed: trial, label: 'TUNE', fault: 'noise', key: String(turn), attempt: 1 };
  const [u, v] = [draw(stream, 0), draw(stream, 1)];
  return 1 + deviation * Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
}

type Sample = Partial<Figures> & Pick<Figures, 'goodputPerSecond'>;

/** A measurement with these figures. */
function measured(sample: Sample): Figures {
  return measuredCell({ server: 'LIMITED', strategy: 'async', ...sample });
}

async function search(
  sampleAt: (m: number) => Sample,
  options: Partial<TuneOptions> = {},
  trial = 1,
  deviation = 0,
): Promise<TuneResult & { readonly asked: number[] }> {
  const asked: number[] = [];
  const steps = tune({ ...OPTIONS, ...options }, async (m) => {
    asked.push(m);
    const sample = measured(sampleAt(m));
    return { ...sample, goodputPerSecond: sample.goodputPerSecond * noise(trial, asked.length, deviation) };
  });
  while (true) {
    const { done, value } = await steps.next();
    if (done === true) return { ...value, asked };
  }
}

/** Eight slots, a hundred served a second in each, and a wait that grows past them. */
const limited = (m: number): Sample => ({
  goodputPerSecond: 100 * Math.min(m, 8),
  latencyP95Ms: 10 * Math.max(1, m / 8),
  efficiency: m <= 8 ? 0.98 : (0.98 * 8) / m,
});

describe('tune', () => {
  it('finds where the slots of a server end, in few measurements, and is sure', async () => {
    const { choice, sure, cells, stillGrowing } = await search(limited);
    expect(choice!.best).toMatchObject({ m: 8, goodput: { value: 800 }, allowed: true });
    expect({ sure, stillGrowing }).toEqual({ sure: true, stillGrowing: false });
    expect(cells).toBeLessThanOrEqual(16);
  });

  it('takes no level for the best at which nothing ended ok, and is cautious after it', async () => {
    const dead = { goodputPerSecond: 0, outcomes: { ...measured(limited(1)).outcomes, ok: 0 } };
    const dies = (m: number) => (m < 4 ? limited(m) : { ...dead, reasons: { 'connection closed': 20 } });
    const { choice, curve, stopped } = await search(dies, { isCautious: true, endsInVain: true });
    expect(choice!.best.m).toBe(3);
    expect(curve.at(-1)).toMatchObject({ m: 4, allowed: false, unmet: 'nothing ended ok: connection closed' });
    expect(stopped).toBe('at m = 4 nothing ended ok');
    const { choice: none, asked, inVain } = await search(() => dead);
    expect([none, inVain]).toEqual([undefined, undefined]);
    expect(asked.length).toBeLessThan(5);
  });

  it('finds it through noise of 3 % within a quarter, in at least 95 % of 40 trials', async () => {
    const results = [];
    for (let trial = 1; trial <= 40; trial++) results.push(await search(limited, {}, trial, 0.03));
    const good = results.filter(({ choice }) => choice!.best.m >= 6 && choice!.best.m <= 10);
    expect(good.length).toBeGreaterThanOrEqual(38);
    expect(results.every(({ cells }) => cells <= 30)).toBe(true);
  });

  it.each([
    [4, 0.01],
    [8, 0.03],
    [16, 0.03],
    [16, 0.06],
  ])(
    'has an interval that holds %d slots through noise of %d in at least 95 % of 100 trials',
    async (slots, deviation) => {
      const served = (m: number) => ({ goodputPerSecond: 100 * Math.min(m, slots) });
      const results = [];
      for (let trial = 1; trial <= 100; trial++) results.push(await search(served, {}, trial, deviation));
      const held = results.filter(({ choice }) => choice!.lowM <= slots && slots <= choice!.highM);
      expect(held.length).toBeGreaterThanOrEqual(95);
    },
  );

  it.each([1, 2, 3])(
    'does not hold against a level what the client itself adds, such as %d ms to 10',
    async (ownMs) => {
      const slowed = (m: number) => {
        const goodputPerSecond = Math.min((m * 1000) / (10 + ownMs), 800);
        return { goodputPerSecond, efficiency: goodputPerSecond / (100 * Math.min(m, 8)) };
      };
      const results = [];
      for (let trial = 1; trial <= 40; trial++) results.push(await search(slowed, {}, trial, 0.03));
      const good = results.filter(({ choice }) => choice!.best.m >= 6 && choice!.best.m <= 10);
      expect(good.length).toBeGreaterThanOrEqual(38);
    },
  );

  it('never takes a level that was refused something, and looks for the most that is not', async () => {
    const shedding = (m: number) => ({ goodputPerSecond: 100 * m, refused: Math.max(0, m - 24), requests: 12 * m });
    const { choice, curve } = await search(shedding);
    expect(choice!.best.m).toBeGreaterThanOrEqual(20);
    expect(choice!.best.m).toBeLessThanOrEqual(24);
    expect(curve.at(-1)).toMatchObject({ m: 64, allowed: false, unmet: 'the server refused 40 of 768' });
  });

  it('never takes a level whose times are no measure of its work', async () => {
    const { choice, curve } = await search((m) => ({ goodputPerSecond: 100 * m, withheld: 'it asked for nothing' }));
    expect(choice).toBeUndefined();
    expect(curve[0]).toMatchObject({ unmet: 'it asked for nothing' });
  });

  it('takes a level that was but short for what it is: noisy', async () => {
    const { choice } = await search((m) => ({ goodputPerSecond: 100 * Math.min(m, 8), withheld: TOO_SHORT }));
    expect(choice!.best.m).toBe(8);
  });

  it('says that it is not sure when the budget is too small for the noise', async () => {
    const { sure, cells } = await search(limited, { budget: 6 }, 1, 0.3);
    expect({ sure, cells }).toEqual({ sure: false, cells: 6 });
  });

  it('is not sure while goodput still grows at the end of its budget', async () => {
    const { sure, isSpent } = await search(limited, { budget: 3 });
    expect({ sure, isSpent }).toEqual({ sure: false, isSpent: true });
  });

  it('ends soon where concurrency gains nothing', async () => {
    const { choice, cells } = await search(() => ({ goodputPerSecond: 500 }));
    expect(choice!.best.m).toBe(1);
    expect(cells).toBeLessThan(8);
  });

  it('says that goodput still grows at the highest m there is', async () => {
    const { choice, stillGrowing, asked } = await search((m) => ({ goodputPerSecond: 10 * m }), { maxM: 100 });
    expect(Math.max(...asked)).toBe(100);
    expect({ m: choice!.best.m, stillGrowing }).toEqual({ m: 100, stillGrowing: true });
  });

  it('stays within a limit of latency, and close to it', async () => {
    const byDelay = (m: number) => ({ goodputPerSecond: 100 * Math.sqrt(m), latencyP95Ms: 4 * m });
    const { choice } = await search(byDelay, { goal: parseGoal('p95<200ms') });
    expect(choice!.best.m).toBeLessThanOrEqual(50);
    expect(choice!.best.m).toBeGreaterThanOrEqual(42);
  });

  it('finds nothing where the goal allows no level', async () => {
    const slow = (m: number) => ({ goodputPerSecond: m, latencyP95Ms: 900 });
    const { choice, cells, curve } = await search(slow, { goal: parseGoal('p95<200ms') });
    expect({ choice, cells }).toEqual({ choice: undefined, cells: 2 });
    expect(curve).toMatchObject([{ m: 1, allowed: false, unmet: 'p95 is 900 ms' }, { m: 2 }]);
  });

  it('never takes a level for good that does not have the figure which is asked about', async () => {
    const short = (m: number) => ({ goodputPerSecond: m });
    const { choice, curve } = await search(short, { goal: parseGoal('p95<200ms') });
    expect(choice).toBeUndefined();
    expect(curve[0]).toMatchObject({
      m: 1,
      allowed: false,
      unmet: 'there is no p95 for under 100 items that ended ok or timed out',
    });
  });

  it('goes on past levels that have too little of what is asked', async () => {
    const { choice } = await search((m) => ({ goodputPerSecond: 10 * Math.min(m, 40) }), {
      goal: parseGoal('goodput>=75/s'),
    });
    expect(choice!.best).toMatchObject({ allowed: true });
    expect(choice!.best.m).toBeGreaterThanOrEqual(30);
  });

  it('goes on past levels that break what need not grow with concurrency', async () => {
    const lucky = (m: number) => ({ goodputPerSecond: 10 * m, errorShare: m < 4 ? 0.4 : 0.25 });
    expect((await search(lucky, { goal: parseGoal('errors<=30%') })).choice!.best.m).toBeGreaterThanOrEqual(4);
    const falling = (m: number) => ({ goodputPerSecond: 10 * Math.sqrt(m), efficiency: 0.98 / Math.sqrt(m) });
    expect((await search(falling, { goal: parseGoal('efficiency<90%') })).choice).toBeDefined();
  });

  it.each(['elapsed<1s', 'cpu<1s', 'requests>5', 'lateStarts<1'])('refuses %s, which says nothing about m', (text) => {
    expect(() => parseGoal(text)).toThrow(
      /cannot be a goal: (.* it says nothing about m|tune sends no requests on a schedule)$/,
    );
  });

  it('holds a level to all of several conditions', async () => {
    const lossy = (m: number) => ({ goodputPerSecond: 10 * m, latencyP95Ms: 10 * m, errorShare: m > 8 ? 0.1 : 0 });
    const { choice } = await search(lossy, { goal: parseGoal('p95<300ms,errors<=1%') });
    expect(choice!.best.m).toBe(8);
  });

  it('takes the most goodput that is still efficient', async () => {
    const { choice } = await search(limited, { goal: parseGoal('efficiency') });
    expect(choice!.best.m).toBe(8);
  });

  it.each(['speed', 'p95', 'p95<soon', 'p95<1ms,', 'rss<1MB', 'goodput>1 0', ''])('refuses the goal "%s"', (text) => {
    expect(() => parseGoal(text)).toThrow(UsageError);
  });
});
