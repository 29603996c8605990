import { describe, expect, it } from 'vitest';
import type { Seat } from '../../../web/live/room/columns.ts';
import { crowdingTexts } from '../../../web/live/room/crowding.ts';
import { roundAxis } from '../../../web/live/room/round-axis.ts';
import { withheldKind } from '../../../web/live/room/withheld-kind.ts';

describe('the axis of the predictions', () => {
  it.each([
    [14_170, [0, 5000, 10_000, 15_000]],
    [7000, [0, 2000, 4000, 6000, 8000]],
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [10_000, [0, 2500, 5000, 7500, 10_000]],
    [1.1, [0, 0.5, 1, 1.5]],
  ])('reaches as far as %d with marks at round numbers', (longest, marks) => {
    expect(roundAxis(longest)).toEqual(marks);
  });

  it.each([1, 3, 9.99, 123, 40_001, 86_400_000])('is not much longer than it has to be for %d', (longest) => {
    const marks = roundAxis(longest);
    expect(marks.length).toBeLessThanOrEqual(5);
    expect(marks.at(-1)).toBeGreaterThanOrEqual(longest);
    expect(marks.at(-2)).toBeLessThan(longest);
  });
});

describe('the kind of reason for which there is no score', () => {
  it.each([
    ['a limit refused 10 of 38 requests, 8 of them for good', 'a limit refused some of their requests for good'],
    ['1 of 1 request still waited for an answer', 'some of their requests still waited for an answer'],
    ['2 of 9 keys were answered without a body', 'some of their keys were answered without a body'],
    [
      '104.2 % cannot be: the ideal does not fit these requests',
      'more than 100 % cannot be: the ideal does not fit these requests',
    ],
    ['too short a time to tell', 'too short a time to tell'],
  ])('of "%s" is without the figures of one name', (reason, kind) => {
    expect(withheldKind(reason)).toBe(kind);
  });
});

describe('what sharing has cost', () => {
  const scored = (name: string, peakInFlight: number, tookMs: number, aloneMs: number, behind: string) => {
    const crowding = { tookMs, aloneMs, waitedMs: 100, behind: [{ name: behind, ms: 99 }] };
    return { name, seat: { verdict: { run: name, peakInFlight }, crowding } as unknown as Seat };
  };
  const shown = (name: string) => name;

  it('is told of who was slowed down the most, and of who asked for the least at once', () => {
    const greedy = scored('greedy', 40, 900, 300, 'meek');
    const meek = scored('meek', 1, 200, 100, 'greedy');
    expect(crowdingTexts([greedy, meek], shown)).toEqual([
      'greedy was slowed down the most: its requests took 900 ms each, and would have taken 300 ms alone; meek stood most in the way (99 % of its wait).',
      'meek asked for the least at once (1) and lost too: its requests took 200 ms each, and would have taken 100 ms alone; greedy stood most in the way (99 % of its wait).',
    ]);
  });

  it('is told of who was turned away while others held the places, and of nobody who held them itself', () => {
    const refused = (name: string, ownShare: number, requests: number, by: string, share = 0.9) => {
      const turnedAway = { requests: 20, ownShare, heldBy: [{ name: by, share }] };
      const last = { requests, refused: 20 };
      return { name, seat: { verdict: { run: name, peakInFlight: 2 }, last, turnedAway } as unknown as Seat };
    };
    const meek = refused('meek', 0.04, 30, 'greedy');
    expect(crowdingTexts([meek, refused('greedy', 0.97, 30, 'greedy')], shown)).toEqual([
      'meek was refused 20 of 30 requests while others took up 96 % of the server, greedy 90 %.',
    ]);
    // Who is all the others is named once.
    expect(
      crowdingTexts([refused('meek', 0.04, 30, 'greedy', 0.96), refused('greedy', 0.97, 30, 'greedy')], shown),
    ).toEqual(['meek was refused 20 of 30 requests while greedy took up 96 % of the server.']);
    // Nobody is pitied for what it did to others, nor before one that lost more of what it asked for.
    const many = refused('many', 0.02, 400, 'greedy');
    expect(crowdingTexts([many, refused('greedy', 0.5, 20, 'meek'), meek], shown)).toEqual(
      crowdingTexts([meek], shown),
    );
  });

  it.each([
    ['once where both are one', [scored('meek', 1, 200, 100, 'greedy'), scored('greedy', 40, 310, 300, 'meek')], 1],
    ['of nobody who lost hardly anything', [scored('meek', 1, 110, 100, 'greedy')], 0],
    ['of one of those who asked for as much', [scored('a', 2, 200, 100, 'b'), scored('b', 2, 300, 100, 'a')], 1],
  ])('is told %s', (_, all, sentences) => {
    expect(crowdingTexts(all, shown)).toHaveLength(sentences);
  });
});
