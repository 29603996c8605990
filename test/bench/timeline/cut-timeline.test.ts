import { describe, expect, it } from 'vitest';
import type { ItemRecord } from '../../../bench/result/item-record.ts';
import { cutTimeline } from '../../../bench/timeline/cut-timeline.ts';

/** An item that ended then, after 20 ms. */
function item(endedMs: number, kind: ItemRecord['kind'] = 'ok'): ItemRecord {
  return { cell: 0, code: 'BR', kind, requests: 1, bytes: 0, startedMs: endedMs - 20, endedMs, injectedMs: 0 };
}

/** So many items that end one after the other, a moment apart. */
function items(count: number, apartMs: number, kindAt: (endedMs: number) => ItemRecord['kind'] = () => 'ok') {
  return Array.from({ length: count }, (_, i) => item((i + 1) * apartMs, kindAt((i + 1) * apartMs)));
}

describe('a timeline', () => {
  it('counts each item in the slice in which it ended, and so shows when errors began', () => {
    const records = items(100, 10, (endedMs) => (endedMs <= 500 ? 'ok' : 'httpError'));
    const { sliceMs, slices } = cutTimeline({ records, elapsedMs: 1000 })!;
    expect([sliceMs, slices.length]).toEqual([100, 10]);
    expect(slices.reduce((sum, { ended }) => sum + ended, 0)).toBe(100);
    expect(slices.slice(0, 5).map(({ errorShare }) => errorShare)).toEqual([0, 0, 0, 0, 0]);
    // The item that ended at 500 ms begins the sixth.
    expect(slices[5]).toEqual({ fromMs: 500, toMs: 600, ended: 10, goodputPerSecond: 10, errorShare: 0.9 });
    expect(slices.slice(6).map(({ goodputPerSecond }) => goodputPerSecond)).toEqual([0, 0, 0, 0]);
  });

  it.each([
    [340, 3, 140],
    [360, 4, 60],
    [350, 4, 50],
    [400, 4, 100],
  ])(
    'of %d ms has %d slices, the last of %d ms, whose goodput is that of its own length',
    (elapsedMs, count, lastMs) => {
      const { slices } = cutTimeline({ records: [item(10), item(elapsedMs)], elapsedMs })!;
      expect(slices).toHaveLength(count);
      const last = slices.at(-1)!;
      expect([last.toMs - last.fromMs, last.goodputPerSecond]).toEqual([lastMs, expect.closeTo(1000 / lastMs, 2)]);
    },
  );

  it.each([
    [250, 100, 3],
    [4999, 100, 50],
    [5000, 1000, 5],
    [120_000, 1000, 120],
    [121_000, 2000, 61],
    [3_600_000, 30_000, 120],
  ])('of %d ms is cut by %d ms into %d slices', (elapsedMs, sliceMs, count) => {
    const timeline = cutTimeline({ records: [item(elapsedMs)], elapsedMs })!;
    expect([timeline.sliceMs, timeline.slices.length]).toEqual([sliceMs, count]);
  });

  it('is none of a cell with less than three slices', () => {
    expect(cutTimeline({ records: [item(249)], elapsedMs: 249 })).toBeUndefined();
    expect(cutTimeline({ records: [item(0)], elapsedMs: 0 })).toBeUndefined();
  });

  it('tells no share of errors where nothing ended', () => {
    const { slices } = cutTimeline({ records: [item(50, 'timeout'), item(390)], elapsedMs: 390 })!;
    expect(slices.map(({ errorShare }) => errorShare)).toEqual([1, undefined, undefined, 0]);
    expect(slices[1]).toEqual({ fromMs: 100, toMs: 200, ended: 0, goodputPerSecond: 0 });
  });

  it('has latencies of those that ended ok or timed out, where there are enough of them', () => {
    const refused = Array.from({ length: 200 }, () => item(350, 'httpError'));
    const records = [...items(9, 10), ...items(10, 9).map(later(100)), ...items(100, 0.9).map(later(200)), ...refused];
    const { slices } = cutTimeline({ records, elapsedMs: 400 })!;
    expect(slices.map(({ latencyP50Ms }) => latencyP50Ms)).toEqual([undefined, 20, 20, undefined]);
    expect(slices.map(({ latencyP95Ms }) => latencyP95Ms)).toEqual([undefined, undefined, 20, undefined]);
  });

  it('says how long the run had gone on when it begins, where all requests are remembered', () => {
    const records = items(40, 10);
    const at = (arrivalsMs?: number[]) => cutTimeline({ records, elapsedMs: 400, arrivalsMs })!.beginsMs;
    expect(at([75, 60.5])).toBe(70.5);
    expect(at()).toBeUndefined();
  });
});

function later(ms: number): (record: ItemRecord) => ItemRecord {
  return (record) => ({ ...record, startedMs: record.startedMs + ms, endedMs: record.endedMs + ms });
}
