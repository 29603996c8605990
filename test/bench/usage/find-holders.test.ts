import { describe, expect, it } from 'vitest';
import { findHolders } from '../../../bench/usage/find-holders.ts';
import type { Sample, SeenFunction } from '../../../bench/usage/sampled-stacks.ts';

const RESIZE: SeenFunction = { name: 'resize', file: '/a/mine.ts', line: 12 };
const PARSE: SeenFunction = { name: 'parse', file: '/a/mine.ts', line: 40 };
const OF_NODE: SeenFunction = { name: 'writeBuffer', file: undefined, line: 1 };

/** Samples every 5 ms, from one moment to another. */
function samples(fromMs: number, toMs: number, by: SeenFunction | undefined): Sample[] {
  return Array.from({ length: (toMs - fromMs) / 5 }, (_, i) => ({ atUs: (fromMs + i * 5) * 1000, by }));
}

const span = (fromMs: number, toMs: number) => ({ fromUs: fromMs * 1000, toUs: toMs * 1000 });

describe('findHolders', () => {
  it('names the function that was at work while the loop did not come round, and how often', () => {
    const seen = [
      ...samples(0, 100, RESIZE),
      ...samples(100, 300, undefined),
      ...samples(300, 500, RESIZE),
      ...samples(500, 600, OF_NODE),
    ];
    expect(findHolders([span(0, 105), span(295, 505), span(505, 600)], seen)).toEqual([
      { function: 'resize', file: '/a/mine.ts', line: 12, times: 2, longestMs: 210 },
      { function: 'writeBuffer', times: 1, longestMs: 95 },
    ]);
  });

  it('names the one that was seen for longest where several took turns', () => {
    const seen = [...samples(0, 30, PARSE), ...samples(30, 100, RESIZE), ...samples(100, 120, PARSE)];
    expect(findHolders([span(0, 120)], seen)).toMatchObject([{ function: 'resize', times: 1 }]);
  });

  it('names nobody where many held it for a little, or nothing of the process ran', () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ ...RESIZE, line: i }));
    expect(
      findHolders(
        [span(0, 100)],
        many.map((by, i) => ({ atUs: i * 5000, by })),
      ),
    ).toEqual([]);
    expect(findHolders([span(0, 100)], samples(0, 100, undefined))).toEqual([]);
    expect(findHolders([span(0, 100)], [])).toEqual([]);
  });

  it('counts a time without samples for a function that was at work before and after it', () => {
    const seen = [...samples(0, 10, RESIZE), ...samples(90, 100, RESIZE)];
    expect(findHolders([span(0, 100)], seen)).toMatchObject([{ function: 'resize' }]);
    expect(findHolders([span(0, 100)], [...samples(0, 10, PARSE), ...samples(90, 100, RESIZE)])).toEqual([]);
  });
});
