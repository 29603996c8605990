import { expect, it } from 'vitest';
import { takenInTurn } from '../../../lib/queueing/taken-in-turn.ts';

it.each([
  ['one slot does all, one after the other', [3, 1, 2], 1, 6],
  ['as many slots as pieces take as long as the longest', [3, 1, 2], 3, 3],
  ['whoever is free takes the next piece', [4, 1, 1, 1, 1], 2, 4],
  ['the order matters', [1, 1, 1, 1, 4], 2, 6],
  ['nothing takes no time', [], 5, 0],
])('%s', (_, times, slots, expected) => {
  expect(takenInTurn(times, slots)).toBe(expected);
});
