import { describe, expect, it } from 'vitest';
import { ItemQueue } from '../../../clients/threads/item-queue.ts';

describe('ItemQueue', () => {
  it('gives each item once, in order, whoever takes, and then nothing', () => {
    const queue = ItemQueue.of(['BR', 'ÅÄÖ', 'BR', 'X']);
    const other = new ItemQueue(queue.shared);
    expect([queue.take(1), other.take(2), queue.take(1), other.take(2)]).toEqual([
      { index: 0, code: 'BR' },
      { index: 1, code: 'ÅÄÖ' },
      { index: 2, code: 'BR' },
      { index: 3, code: 'X' },
    ]);
    expect([queue.take(1), other.take(2), queue.isEmpty, other.isEmpty]).toEqual([undefined, undefined, true, true]);
  });

  it('knows of each holder what has no outcome yet', () => {
    const queue = ItemQueue.of(['BR', 'CN', 'BR', 'FR']);
    for (const holder of [1, 2, 1]) queue.take(holder);
    queue.answer(0);
    expect([queue.unanswered(1), queue.unanswered(2), queue.unanswered()]).toEqual([[2], [1], [1, 2, 3]]);
  });
});
