import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item, Situation, Station } from '../../../lib/queueing/item.ts';
import { idealTime } from '../../../lib/queueing/lower-bounds.ts';
import { scheduleTime } from '../../../lib/queueing/schedule-time.ts';
import { simulateQueue } from '../../../lib/queueing/simulate-queue.ts';

const STATION: Station = { slots: 1, queue: 100, shedAfterMs: 10, contention: 0, coherency: 0 };
const SITUATION: Situation = { m: 100, timeoutMs: 100_000, stations: [STATION] };

const services = (times: readonly number[]): Item[] =>
  times.map((serviceMs) => ({ beforeMs: 0, servicesMs: [serviceMs], afterMs: 0 }));

/** What became of each, and when it ended. */
function ends(items: readonly Item[], situation: Partial<Situation>) {
  return simulateQueue(items, { ...SITUATION, ...situation }).items.map(({ outcome, endMs }) => [outcome, endMs]);
}

/** An item of 10 ms that holds no slot of a server. */
const ONE_TEN: Item = { beforeMs: 0, servicesMs: undefined, afterMs: 10 };

describe('a simulated queue', () => {
  it('serves in the order of arrival, so many at once as there are slots', () => {
    const stations = [{ ...STATION, slots: 2 }];
    expect(ends(services([3, 1, 2, 2]), { stations }).map(([, end]) => end)).toEqual([3, 1, 3, 5]);
  });

  it('sends an item when the client has a slot, and not before its time', () => {
    expect(ends(services([3, 1, 2]), { m: 1, startsMs: [10, 11, 20] }).map(([, end]) => end)).toEqual([3, 4, 12]);
    const { items } = simulateQueue(services([3, 1, 2]), { ...SITUATION, m: 2 });
    expect(items.map(({ startMs }) => startMs)).toEqual([0, 0, 3]);
  });

  it('lets an item go by what it does not pass, however long the line is there', () => {
    const items = [...services([10, 10]), { beforeMs: 0, servicesMs: [undefined, 3], afterMs: 0 }];
    expect(ends(items, { stations: [STATION, STATION] })).toEqual([
      ['served', 10],
      ['served', 20],
      ['served', 3],
    ]);
  });

  it('is as quick with a long schedule as with the same items at once', () => {
    const stations = [{ ...STATION, slots: 8, queue: 32 }];
    const startsMs = Array.from({ length: 20_000 }, (_, i) => i / 1.6);
    const all = ends(services(startsMs.map(() => 10)), { m: 10_000, startsMs, stations });
    // Eight slots serve half of what comes.
    expect(all.filter(([outcome]) => outcome === 'served').length / all.length).toBeCloseTo(0.5, 2);
  });

  it('holds no slot on the way there and back, nor in the delay after', () => {
    const items = Array<Item>(3).fill({ beforeMs: 50, servicesMs: [10], afterMs: 70 });
    expect(ends(items, {}).map(([, end]) => end)).toEqual([130, 140, 150]);
  });

  it('computes for what has come on so many cores, which holds no slot of the client', () => {
    const delayed = [3, 1, 2].map((afterMs) => ({ beforeMs: 0, servicesMs: undefined, afterMs, workMs: 10 }));
    const endsOf = (m: number, cores?: number) => ends(delayed, { m, cores, stations: [] }).map(([, end]) => end);
    expect(endsOf(1)).toEqual([13, 23, 33]);
    expect(endsOf(3)).toEqual([31, 11, 21]);
    expect(endsOf(3, 2)).toEqual([21, 11, 12]);
    expect(endsOf(1, 3)).toEqual([13, 14, 16]);
  });

  it('sheds what finds the queue full, which takes its time and the way back', () => {
    const items = Array<Item>(4).fill({ beforeMs: 50, servicesMs: [100], afterMs: 0 });
    const stations = [{ ...STATION, queue: 1 }];
    expect(ends(items, { stations })).toEqual([
      ['served', 150],
      ['served', 250],
      ['shed', 110],
      ['shed', 110],
    ]);
  });

  it('lets one that is shed without a word wait for its timeout', () => {
    const stations = [{ ...STATION, queue: 0, shedAfterMs: Number.POSITIVE_INFINITY }];
    const { items } = simulateQueue(services([10, 10]), { ...SITUATION, stations, timeoutMs: 300 });
    expect(items[1]).toEqual({ outcome: 'timeout', shedBy: 0, startMs: 0, endMs: 300 });
  });

  it('gives the place of one that gives up to the next, in the queue and in service', () => {
    // The first is given up in service, the second in the queue: the third has the slot as soon as the first is gone.
    expect(ends(services([500, 500, 50]), { timeoutMs: 200, m: 3 })).toEqual([
      ['timeout', 200],
      ['timeout', 200],
      ['timeout', 200],
    ]);
    expect(ends(services([500, 500, 50]), { timeoutMs: 200, m: 3, startsMs: [0, 10, 60] })).toEqual([
      ['timeout', 200],
      ['timeout', 210],
      ['timeout', 260],
    ]);
    expect(ends(services([500, 500, 30]), { timeoutMs: 200, m: 3, startsMs: [0, 10, 60] })[2]).toEqual(['served', 240]);
  });

  it('passes one station after the other', () => {
    const stations = [STATION, { ...STATION, slots: 2 }];
    const items = Array<Item>(2).fill({ beforeMs: 0, servicesMs: [10, 10], afterMs: 0 });
    expect(ends(items, { stations }).map(([, end]) => end)).toEqual([20, 30]);
  });

  it('serves at each station as long as the item needs there', () => {
    const items = Array<Item>(3).fill({ beforeMs: 0, servicesMs: [10, 50], afterMs: 0 });
    expect(ends(items, { stations: [STATION, STATION] }).map(([, end]) => end)).toEqual([60, 110, 160]);
    expect(ends(items, { stations: [STATION, { ...STATION, slots: 3 }] }).map(([, end]) => end)).toEqual([60, 70, 80]);
  });

  it('lets pass by the stations what needs no service', () => {
    expect(ends([...services([100]), { beforeMs: 0, servicesMs: undefined, afterMs: 5 }], {})).toEqual([
      ['served', 100],
      ['served', 5],
    ]);
  });

  it('slows a service down by how many are in service when it begins', () => {
    const stations = [{ ...STATION, slots: 3, contention: 0.5, coherency: 0.25 }];
    // 1, then 1 + 0.5 + 0.25 * 2, then 1 + 0.5 * 2 + 0.25 * 6 times as long.
    expect(ends(services([100, 100, 100]), { stations }).map(([, end]) => end)).toEqual([100, 200, 350]);
  });

  it('sends what comes after another once that has ended, before those that have not begun', () => {
    const ten: Item = { beforeMs: 0, servicesMs: undefined, afterMs: 10 };
    const items = [{ ...ten, next: 1 }, ten, ten];
    const starts = (m: number) =>
      simulateQueue(items, { ...SITUATION, m, stations: [] }).items.map(({ startMs }) => startMs);
    expect(starts(1)).toEqual([0, 10, 20]);
    expect(starts(3)).toEqual([0, 10, 0]);
  });

  it('sends what an item leads to once that has been served, and never where it is not', () => {
    const led: Item[] = [{ ...ONE_TEN, found: [1, 2] }, { ...ONE_TEN, found: [3] }, ONE_TEN, ONE_TEN];
    const all = simulateQueue(led, { ...SITUATION, m: 3, stations: [] });
    expect(all.items.map(({ startMs }) => startMs)).toEqual([0, 10, 10, 20]);
    const late: Item[] = [{ ...ONE_TEN, found: [1] }, { ...ONE_TEN, afterMs: 500, found: [2] }, ONE_TEN];
    const cut = simulateQueue(late, { ...SITUATION, m: 3, timeoutMs: 300, stations: [] });
    expect(cut.items.map(({ outcome }) => outcome)).toEqual(['served', 'timeout', 'unfound']);
    expect(cut.makespanMs).toBe(310);
  });

  it('is over at once where there is nothing to do', () => {
    expect(simulateQueue([], SITUATION)).toEqual({ items: [], makespanMs: 0 });
  });
});

/** Items in a tree: each but the first is found by an earlier one. */
const trees = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })),
  {
    minLength: 1,
    maxLength: 12,
  },
);

function treeOf(drawn: readonly (readonly [number, number, number])[]): Item[] {
  const found = drawn.map((): number[] => []);
  for (let i = 1; i < drawn.length; i++) found[drawn[i]![1] % i]!.push(i);
  return drawn.map(([afterMs], i) => ({ beforeMs: 0, servicesMs: undefined, afterMs, found: found[i]! }));
}

/** How long m slots take that begin, of what has been found, that of the highest rank: a list schedule of its own. */
function listSchedule(items: readonly Item[], ranks: readonly number[], m: number): number {
  const due = [0];
  const running: { endMs: number; found: readonly number[] }[] = [];
  let nowMs = 0;
  while (due.length > 0 || running.length > 0) {
    due.sort((a, b) => ranks[a]! - ranks[b]!);
    while (running.length < m && due.length > 0) {
      const { afterMs, found = [] } = items[due.pop()!]!;
      running.push({ endMs: nowMs + afterMs, found });
    }
    running.sort((a, b) => b.endMs - a.endMs);
    const ended = running.pop()!;
    nowMs = ended.endMs;
    due.push(...ended.found);
  }
  return nowMs;
}

const ms = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1000, noNaN: true }));
const item = fc.record({
  beforeMs: ms,
  servicesMs: fc.option(fc.tuple(fc.option(ms, { nil: undefined, freq: 4 }), ms), { nil: undefined, freq: 4 }),
  afterMs: fc.oneof({ weight: 9, arbitrary: ms }, { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) }),
  workMs: fc.oneof(fc.constant(0), ms),
});
const share = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2, noNaN: true }));
const station = fc.record({
  slots: fc.integer({ min: 1, max: 10 }),
  queue: fc.integer({ min: 0, max: 20 }),
  shedAfterMs: ms,
  contention: share,
  coherency: share,
});
const situation = fc.record({
  m: fc.integer({ min: 1, max: 40 }),
  timeoutMs: fc.integer({ min: 1, max: 5000 }),
  stations: fc.array(station, { maxLength: 2 }),
  cores: fc.integer({ min: 1, max: 4 }),
});

/** The same where some come after the one before them. */
const some = fc.array(fc.tuple(item, fc.boolean()), { maxLength: 40 });

function chained(drawn: readonly (readonly [Item, boolean])[]): Item[] {
  return drawn.map(([one, hasNext], i) => (hasNext && i + 1 < drawn.length ? { ...one, next: i + 1 } : one));
}

/** A bound that is reached may differ from its schedule by what rounding does. */
const ROUNDING = 1 - 1e-9;

describe('no schedule is shorter than the ideal', () => {
  it('of what was done in it, whatever was shed and given up', () => {
    fc.assert(
      fc.property(some, situation, (drawn, given) => {
        const items = chained(drawn);
        const { items: simulated, makespanMs } = simulateQueue(items, given);
        const done = simulated.map(({ outcome, startMs, endMs }, i) =>
          outcome === 'served'
            ? items[i]!
            : { ...items[i]!, beforeMs: 0, servicesMs: undefined, afterMs: endMs - startMs, workMs: 0 },
        );
        expect(makespanMs).toBeGreaterThanOrEqual(idealTime(done, { ...given, timeoutMs: Infinity }) * ROUNDING);
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it('of the whole work, where all of it was done', () => {
    fc.assert(
      fc.property(some, situation, (drawn, given) => {
        const roomy = { ...given, stations: given.stations.map((one) => ({ ...one, queue: 40 })), timeoutMs: 1e9 };
        const finite = chained(drawn.filter(([{ afterMs }]) => afterMs < Infinity));
        const { items: simulated, makespanMs } = simulateQueue(finite, roomy);
        expect(simulated.every(({ outcome }) => outcome === 'served')).toBe(true);
        expect(makespanMs).toBeGreaterThanOrEqual(idealTime(finite, roomy) * ROUNDING);
        expect(scheduleTime(finite, roomy)).toBe(makespanMs);
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it('of items that lead to others, in whatever order what has been found is taken', () => {
    fc.assert(
      fc.property(trees, fc.integer({ min: 1, max: 6 }), (drawn, m) => {
        const items = treeOf(drawn);
        const given = { m, timeoutMs: Number.POSITIVE_INFINITY, stations: [] };
        const idealMs = idealTime(items, given);
        const ranks = drawn.map(([, , rank]) => rank);
        expect(listSchedule(items, ranks, m)).toBeGreaterThanOrEqual(idealMs * ROUNDING);
        expect(scheduleTime(items, given)).toBeGreaterThanOrEqual(idealMs * ROUNDING);
        expect(simulateQueue(items, given).items.every(({ outcome }) => outcome === 'served')).toBe(true);
        // With a slot for each it is the longest chain, and with one the sum.
        const all = { ...given, m: items.length };
        expect(scheduleTime(items, all)).toBeCloseTo(idealTime(items, all), 6);
        const alone = { ...given, m: 1 };
        expect(scheduleTime(items, alone)).toBeCloseTo(idealTime(items, alone), 6);
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it('in list scheduling, which without a server is never twice as long', () => {
    fc.assert(
      fc.property(some, situation, (drawn, given) => {
        const items = chained(drawn);
        expect(scheduleTime(items, given)).toBeGreaterThanOrEqual(idealTime(items, given) * ROUNDING);
        const alone = { ...given, stations: [] };
        const idle = items.map((one) => ({ ...one, workMs: 0 }));
        expect(scheduleTime(idle, alone) * ROUNDING).toBeLessThanOrEqual(2 * idealTime(idle, alone));
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});
