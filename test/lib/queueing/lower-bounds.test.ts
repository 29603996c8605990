import { describe, expect, it } from 'vitest';
import type { Item, Situation, Station } from '../../../lib/queueing/item.ts';
import { idealTime, lowerBounds, stationTimes } from '../../../lib/queueing/lower-bounds.ts';

const ALONE: Situation = { m: 1, timeoutMs: Number.POSITIVE_INFINITY, stations: [] };
const STATION: Station = { slots: 8, queue: 32, shedAfterMs: 10, contention: 0, coherency: 0 };

/** Items that hold no slot of a server. */
const delayed = (times: readonly number[]): Item[] =>
  times.map((afterMs) => ({ beforeMs: 0, servicesMs: undefined, afterMs }));

const served = (count: number, item: Item): Item[] => Array<Item>(count).fill(item);

describe('the ideal time', () => {
  it.each([
    ['the sum for one slot', [3, 1, 2], 1, 6],
    ['the sum shared out where no item is longer', [3, 1, 2], 2, 3],
    ['the longest where the share is shorter', [5, 1, 2], 2, 5],
    ['the longest for more slots than items', [3, 1, 2], 100, 3],
    ['0 for no items', [], 4, 0],
  ])('is %s', (_rule, times, m, ideal) => expect(idealTime(delayed(times), { ...ALONE, m })).toBe(ideal));

  it('is when the last item ends that need not wait, counted from the first start', () => {
    expect(idealTime(delayed([3, 1, 2]), { ...ALONE, m: 3, startsMs: [10, 12, 15] })).toBe(7);
    expect(idealTime(delayed([9, 1, 1]), { ...ALONE, m: 3, startsMs: [10, 12, 15] })).toBe(9);
    expect(idealTime(delayed([3, 3, 3]), { ...ALONE, m: 1, startsMs: [10, 10, 11] })).toBe(9);
  });

  it('is no shorter than an item with those that come after it', () => {
    const items = delayed([3, 1, 2, 4]).map((item, i) => (i === 0 ? { ...item, next: 2 } : item));
    expect(idealTime(items, { ...ALONE, m: 4 })).toBe(5);
    expect(idealTime(items, { ...ALONE, m: 1 })).toBe(10);
  });

  it('is no shorter than the longest chain of items that lead to others', () => {
    const items: Item[] = delayed([3, 1, 2, 4, 1]);
    const led = items.map((item, i) => ({ ...item, found: [[1, 2], [3], [], [4], []][i]! }));
    expect(idealTime(led, { ...ALONE, m: 5 })).toBe(9);
    expect(idealTime(led, { ...ALONE, m: 1 })).toBe(11);
  });

  it('counts in the slots of the server nothing but service, and the way to the first and from the last', () => {
    const items = served(100, { beforeMs: 150, servicesMs: [100], afterMs: 250 });
    expect(lowerBounds(items, { ...ALONE, m: 100, stations: [STATION] })).toEqual({
      longestMs: 500,
      clientMs: 500,
      serverMs: 150 + Math.ceil(100 / 8) * 100 + 250,
      workMs: 0,
    });
  });

  it('counts in the slots of each station its own service, the way to it with the services before, and those after', () => {
    const items = served(100, { beforeMs: 150, servicesMs: [100, 30], afterMs: 250 });
    const serverMs = (...stations: Station[]) => lowerBounds(items, { ...ALONE, m: 100, stations }).serverMs;
    expect(serverMs(STATION, STATION)).toBe(150 + Math.ceil(100 / 8) * 100 + 30 + 250);
    expect(serverMs(STATION, { ...STATION, slots: 2 })).toBe(150 + 100 + (100 * 30) / 2 + 250);
    expect(lowerBounds(items, { ...ALONE, m: 100, stations: [STATION, STATION] }).longestMs).toBe(530);
    const both = { ...ALONE, m: 100, stations: [STATION, { ...STATION, slots: 2 }] };
    expect(stationTimes(items, both)).toEqual([150 + 1300 + 30 + 250, 150 + 100 + 1500 + 250]);
  });

  it('needs slots times (service + travel) / service requests in flight to keep the slots busy', () => {
    const items = served(9600, { beforeMs: 150, servicesMs: [100], afterMs: 150 });
    const { clientMs, serverMs } = lowerBounds(items, { ...ALONE, m: 32, stations: [STATION] });
    expect(clientMs).toBe((9600 * 400) / 32);
    expect(serverMs - 300).toBe(clientMs);
  });

  it('counts of an item that must time out no more than the timeout, and no service', () => {
    const items = served(10, { beforeMs: 0, servicesMs: [5000], afterMs: 0 });
    const situation = { m: 10, timeoutMs: 3000, stations: [{ ...STATION, slots: 1 }] };
    expect(lowerBounds(items, situation)).toMatchObject({ longestMs: 3000, clientMs: 3000, serverMs: 0 });
  });

  it('gives a contended server no more speed than the slowdown leaves', () => {
    const items = served(10, { beforeMs: 0, servicesMs: [100], afterMs: 0 });
    const stations = [{ ...STATION, slots: 2, contention: 1 }];
    expect(lowerBounds(items, { ...ALONE, m: 10, stations }).serverMs).toBeCloseTo(1000 / (1 + 1 / 2), 9);
    expect(lowerBounds(items, { ...ALONE, m: 1, stations }).serverMs).toBe(1000);
  });

  it('is no shorter than what is computed, shared out among the cores, nor than the longest item with its own', () => {
    const items = delayed([3, 1, 2]).map((item) => ({ ...item, workMs: 10 }));
    expect(idealTime(items, { ...ALONE, m: 3 })).toBe(30);
    expect(idealTime(items, { ...ALONE, m: 3, cores: 2 })).toBe(20);
    expect(idealTime(items, { ...ALONE, m: 3, cores: 3 })).toBe(13);
    expect(lowerBounds(items, { ...ALONE, m: 1, cores: 3 })).toMatchObject({ clientMs: 6, workMs: 10, longestMs: 13 });
  });
});
