import { expect, it } from 'vitest';
import type { KnownKnee } from '../../../bench/sweep/known-knee.ts';
import type { TuneResult } from '../../../bench/tune/tune.ts';
import { tuneVerdict } from '../../../bench/tune/tune-verdict.ts';

const EIGHT_SLOTS: KnownKnee = { m: 8, bottleneck: 'slots', slots: 8, longestMs: 100 };

function found(m: number, lowM: number, highM: number, more: Partial<TuneResult> = {}): TuneResult {
  const best = { m, goodput: { value: 80, low: 79, high: 81 }, measurements: 2, allowed: true };
  const choice = { best, mostGoodput: 80, highest: best, lowM, highM };
  return { choice, curve: [best], cells: 12, sure: true, isSpent: false, stillGrowing: false, ...more };
}

it('is the known knee where the search comes near it, with an interval that holds it', () => {
  expect(tuneVerdict(found(10, 10, 10), 'async on LIMITED', EIGHT_SLOTS)).toEqual({
    m: 8,
    lowM: 8,
    highM: 10,
    knownM: 8,
    sentence: 'Best m for async on LIMITED: 8 (8 to 10), because the server serves 8 at once.',
  });
});

it('says that the client gains by more where the level that is enough for the server is far from the best', () => {
  const level = (m: number, value: number) => ({
    m,
    goodput: { value, low: value, high: value },
    measurements: 2,
    allowed: true,
  });
  const curve = [level(8, 70), level(32, 80)];
  const sentenceOf = (value: number) => {
    const choice = { best: curve[0]!, mostGoodput: 80, highest: level(32, value), lowM: 8, highM: 16 };
    return tuneVerdict(found(8, 8, 16, { choice, curve }), 'async on LIMITED', EIGHT_SLOTS)!.sentence;
  };
  const plain = 'Best m for async on LIMITED: 8 (8 to 16), because the server serves 8 at once';
  expect(sentenceOf(80)).toBe(
    `${plain}; this client takes time of its own for each item, and a higher m makes up for that.`,
  );
  expect(sentenceOf(75)).toBe(`${plain}.`);
});

it('is what was found where that is far away, and says both', () => {
  expect(tuneVerdict(found(24, 20, 32), 'workers on LIMITED', EIGHT_SLOTS)).toMatchObject({
    m: 24,
    sentence:
      'Best m for workers on LIMITED: 24 (20 to 32), though it should be 8, because the server serves 8 at once: the client is the bottleneck.',
  });
});

it('is what was found where nothing is known, and says what makes it less than it seems', () => {
  const result = found(194, 150, 194, { sure: false, isSpent: true, stillGrowing: true });
  expect(tuneVerdict(result, 'async on LOCAL', undefined)!.sentence).toBe(
    'Best m for async on LOCAL: 194 (150 to 194), the highest that was tried, and goodput still grows there. Not sure: 12 measurements did not settle it; give a higher --budget.',
  );
});

it('doubts nothing that is known, and says what would help where the budget was not it', () => {
  const unsure = found(9, 8, 16, { sure: false });
  expect(tuneVerdict(unsure, 'async on LIMITED', EIGHT_SLOTS)!.sentence).not.toContain('Not sure');
  expect(tuneVerdict(unsure, 'async on LOCAL', undefined)!.sentence).toBe(
    'Best m for async on LOCAL: 9 (8 to 16). Not sure: 12 measurements did not settle it; close other programs.',
  );
});

it('does not take the end of its budget for a limit of the client', () => {
  expect(tuneVerdict(found(4, 3, 4, { isSpent: true, sure: false }), 'async on LIMITED', EIGHT_SLOTS)).toEqual({
    m: 8,
    lowM: 8,
    highM: 8,
    knownM: 8,
    sentence: 'Best m for async on LIMITED: 8, because the server serves 8 at once; no more than m = 4 was tried.',
  });
});
