import { describe, expect, it } from 'vitest';
import { parseUntil, requestsNeeded } from '../../../bench/climb/until-conditions.ts';

describe('what ends a climb', () => {
  it.each([
    ['errors>1%', 100],
    ['errors > 2.5%', 40],
    ['p95>500ms', 125],
    ['errors>1%,p99>1s', 625],
    ['refused>0', 0],
    ['goodput<40/s', 0],
  ])('can be %s, which needs %i requests at each rate', (text, requests) => {
    expect(requestsNeeded(parseUntil(text))).toBe(requests);
  });

  it.each([
    ['errors<=1%', '"errors<=1%" is met at once: --until says when to stop, such as errors>1%'],
    ['p95<200ms', 'such as p95>200ms'],
    ['efficiency<90%', 'efficiency says nothing of a rate'],
    ['elapsed>5s', 'elapsed says nothing of a rate'],
    ['errors', '"errors" is not a condition'],
    ['speed>4', '"speed" is not a figure'],
  ])('cannot be %s', (text, message) => {
    expect(() => parseUntil(text)).toThrow(message);
  });
});
