import { describe, expect, it } from 'vitest';
import { DataError } from '../../../lib/errors/data-error.ts';
import { formatCharacterNames, parseCharacterNames, readCharacterNames } from '../../../lib/unicode/character-names.ts';

const small = {
  version: '17.0.0',
  characters: [
    { codePoint: 0x20, name: 'SPACE' },
    { codePoint: 0x21, name: 'EXCLAMATION MARK' },
    { codePoint: 0xac01, name: 'HANGUL SYLLABLE GAG' },
    { codePoint: 0xac02, name: 'HANGUL SYLLABLE GAGG' },
    { codePoint: 0x4e00, name: 'CJK UNIFIED IDEOGRAPH-4E00' },
    { codePoint: 0x4e01, name: 'CJK UNIFIED IDEOGRAPH-4E01' },
    { codePoint: 0x4e02, name: 'NO IDEOGRAPH' },
    { codePoint: 0x1f63c, name: 'CAT FACE WITH WRY SMILE' },
  ],
};

describe('the names of characters', () => {
  it('are a line each, and of a range whose names follow from its code points one line', () => {
    expect(formatCharacterNames(small)).toBe(
      `Unicode 17.0.0
+0020
SPACE
EXCLAMATION MARK
=AC01..AC02 HANGUL SYLLABLE${' '}
=4E00..4E01 CJK UNIFIED IDEOGRAPH-
NO IDEOGRAPH
+1F63C
CAT FACE WITH WRY SMILE
`,
    );
  });

  it('are read as they were written', () => {
    expect(parseCharacterNames(formatCharacterNames(small))).toEqual(small);
    const all = readCharacterNames();
    expect(parseCharacterNames(formatCharacterNames(all))).toEqual(all);
  });

  it.each([
    ['', 'does not begin with the version'],
    ['<html>\n', 'does not begin with the version'],
    ['Unicode 17.0.0\n=4E00-9FFF CJK\n', '"=4E00-9FFF CJK" is no range'],
  ])('are not read from %j', (text, message) => {
    expect(() => parseCharacterNames(text)).toThrow(DataError);
    expect(() => parseCharacterNames(text)).toThrow(message);
  });
});
