import { describe, expect, it } from 'vitest';
import { MAX_NAMES, RoomNames } from '../../../servers/room/room-names.ts';

describe('the names of a room', () => {
  it('are taken once, in one memory, until there are too many', () => {
    const names = new RoomNames();
    const elsewhere = new RoomNames(names.memory);
    const all = Array.from({ length: MAX_NAMES }, (_, i) => `n${i}`.padEnd(i === 0 ? 64 : 0, '~'));
    for (const name of all) expect(names.take(name, false)).toBe(true);
    expect(elsewhere.take(all[0]!, false)).toBe(true);
    expect(elsewhere.take('one-more', false)).toBe(false);
    expect(elsewhere.all).toEqual(all);
    elsewhere.release('n1');
    expect(names.take('one-more', false)).toBe(true);
    expect(names.take('n1', false)).toBe(false);
    names.release();
    expect(elsewhere.all).toEqual([]);
  });

  it('know which of them have asked, until they are given back', () => {
    const names = new RoomNames();
    names.take('red', false);
    expect([names.hasAsked('red'), names.hasAsked('blue')]).toEqual([false, false]);
    names.take('red', true);
    names.take('red', false);
    expect(names.hasAsked('red')).toBe(true);
    names.release('red');
    expect(names.hasAsked('red')).toBe(false);
  });
});
