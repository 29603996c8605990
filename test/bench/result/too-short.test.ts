import { describe, expect, it } from 'vitest';
import { isMerelyTooShort, isTooShort, TOO_SHORT } from '../../../bench/result/too-short.ts';

describe('isTooShort', () => {
  it.each([
    [
      'half a second of known delays, whatever the number of requests',
      { elapsedMs: 500, idealMs: 490, requests: 20 },
      false,
    ],
    ['less than 0.2 s of known delays', { elapsedMs: 199, idealMs: 190, requests: 20 }, true],
    ['less than 0.2 s, and not very many requests', { elapsedMs: 199, idealMs: 0, requests: 1999 }, true],
    ['very many requests, however short', { elapsedMs: 80, idealMs: 0, requests: 2000 }, false],
    ['few requests where nothing waits', { elapsedMs: 900, idealMs: 0, requests: 199 }, true],
    ['many requests where nothing waits', { elapsedMs: 200, idealMs: 0, requests: 200 }, false],
    ['a client that did nothing', { elapsedMs: 0, idealMs: 490, requests: 0 }, true],
    ['a schedule, which lasts as long as was asked', { elapsedMs: 100, idealMs: 0, requests: 1, lateStarts: 0 }, false],
  ])('%s', (_, figures, expected) => {
    expect(isTooShort(figures)).toBe(expected);
  });
});

it('is all that is said against a cell only where nothing else is', () => {
  expect(isMerelyTooShort({ withheld: TOO_SHORT })).toBe(true);
  expect(isMerelyTooShort({ withheld: 'it asked for 5 flags that this cell does not have' })).toBe(false);
  expect(isMerelyTooShort({})).toBe(false);
});
