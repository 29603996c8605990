import { describe, expect, it } from 'vitest';
import { jainsIndex } from '../../../servers/room/fairness.ts';
import { politeness, score } from '../../../servers/room/score.ts';

const POLITE = {
  requests: 100,
  keys: 100,
  shed: 0,
  repeats: 0,
  amplification: 1,
  answers: { statuses: { 200: 100 }, truncated: 0, reset: 0, garbage: 0, givenUp: 0, hung: 0, open: 0 },
  connections: 10,
  peakConnections: 10,
  retryAfter: { obeyed: 0, violated: 0 },
  efficiency: 0.8,
};

describe('a score', () => {
  it('is percent of ideal where nobody was bothered', () => {
    expect(politeness(POLITE)).toBe(1);
    expect(score(POLITE)).toBe(80);
  });

  it.each([
    ['a tenth was turned away', { shed: 10 }, 0.9],
    ['a fifth was not waited for', { answers: { ...POLITE.answers, givenUp: 20 } }, 0.8],
    ['some hung', { answers: { ...POLITE.answers, hung: 20 } }, 1],
    ['one Retry-After of four was broken', { retryAfter: { obeyed: 3, violated: 1 } }, 0.75],
    ['everything was asked for twice', { keys: 50, repeats: 50 }, 0.5],
    ['retries doubled the requests', { amplification: 2 }, 1],
    ['retries made four of each', { amplification: 4 }, 0.5],
    ['each request had a connection of its own', { connections: 101, peakConnections: 1 }, 0.9],
    ['nothing was asked for', { requests: 0, keys: 0, amplification: 0, connections: 0, peakConnections: 0 }, 1],
  ])('is less by politeness where %s', (_, given, expected) => {
    expect(politeness({ ...POLITE, ...given })).toBeCloseTo(expected, 10);
    expect(score({ ...POLITE, ...given })).toBeCloseTo(80 * expected, 8);
  });

  it('is none where there is no efficiency', () => {
    expect(score({ ...POLITE, efficiency: undefined })).toBeUndefined();
  });
});

describe("Jain's index", () => {
  it.each([
    ['all the same', [3, 3, 3, 3], 1],
    ['one of four with everything', [1, 0, 0, 0], 0.25],
    ['his own example: half of them with the same', [2, 2, 0, 0], 0.5],
    ['one alone', [5], undefined],
    ['nobody with anything', [0, 0], undefined],
  ])('is for %s', (_, shares, expected) => {
    expect(jainsIndex(shares)).toBe(expected);
  });
});
