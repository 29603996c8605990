import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readCharacterNames } from '../../../../lib/unicode/character-names.ts';
import { CharacterIndex, wordsOf } from '../../../../servers/mojifinder/characters/character-index.ts';

const { characters } = readCharacterNames();
const index = new CharacterIndex(characters);

/** The characters that a query finds, as a text. */
function found(query: string): string {
  const { total, page } = index.find(query);
  return String.fromCodePoint(...page(0, total).map(({ codePoint }) => codePoint));
}

describe('the index of characters', () => {
  it.each([
    ['cat face', 10],
    ['fire', 11],
    ['chess black', 35],
    ['digit', 988],
    ['sun', 17],
    ['cjk', 103_203],
    ['braille', 256],
    ['hangul syllable', 11_172],
    ['latte', 0],
  ])('finds for %j %d characters', (query, total) => {
    expect(index.find(query).total).toBe(total);
  });

  it('finds what has all words of a query, in any order and case, and sorts it by code point', () => {
    expect(found('Smiling cat')).toBe('😸😺😻');
    expect(found('CAT SMILING')).toBe('😸😺😻');
  });

  it('takes a hyphen for a separator, in names and in queries', () => {
    expect(found('heart-shaped eyes cat')).toBe('😻');
    expect(found('shaped cat')).toBe('😻');
    expect(found('ideograph 4e00')).toContain('一');
    expect(found('-a letter tibetan')).toBe(found('a letter tibetan'));
  });

  it('finds words alone, and no parts of them', () => {
    expect(index.find('brail').total).toBe(0);
  });

  it('finds nothing for no word', () => {
    for (const query of ['', ' ', '-', '\t\r\n']) expect(index.find(query).total).toBe(0);
  });

  it('gives a page of what it has found', () => {
    const { total, page } = index.find('cjk');
    expect(page(2, 4).map(({ name }) => name)).toEqual(['CJK RADICAL SECOND ONE', 'CJK RADICAL SECOND TWO']);
    expect(page(total - 1, total + 10)).toHaveLength(1);
    expect(page(total, total + 10)).toEqual([]);
  });

  it('answers a query of ten thousand words', () => {
    expect(index.find('cat '.repeat(10_000)).total).toBe(index.find('cat').total);
    const words = characters.slice(0, 10_000).flatMap(({ name }) => name.split(' '));
    expect(index.find(words.join(' ')).total).toBe(0);
  });

  it('knows no controls', () => {
    expect(characters.filter(({ codePoint }) => codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0))).toEqual(
      [],
    );
  });

  it('finds what Python finds, of the characters that it knows', () => {
    const queries = [
      'cat face',
      'chess black',
      'digit',
      'cjk unified',
      'hangul syllable gag',
      'letter a with',
      'face',
      'sign',
    ];
    const script = `
import json, sys, unicodedata
index = {}
for code in range(32, sys.maxunicode + 1):
    char = chr(code)
    for word in unicodedata.name(char, '').replace('-', ' ').split():
        index.setdefault(word, set()).add(code)
known = [code for code in range(sys.maxunicode + 1) if unicodedata.name(chr(code), '')]
finds = [sorted(set.intersection(*(index.get(word, set()) for word in query.upper().split()))) for query in ${JSON.stringify(queries)}]
json.dump([known, finds], sys.stdout)
`;
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { encoding: 'utf8', maxBuffer: 50_000_000 });
    expect(stderr).toBe('');
    const [known, finds] = JSON.parse(stdout) as [number[], number[][]];
    const knows = new Set(known);
    for (const [i, query] of queries.entries()) {
      const { total, page } = index.find(query);
      const ours = page(0, total).map(({ codePoint }) => codePoint);
      expect(ours.filter((codePoint) => knows.has(codePoint))).toEqual(finds[i]);
    }
  });
});

it('takes the words of a text apart at blanks and hyphens, each once, in upper case', () => {
  expect(wordsOf(' cat-face\tCAT \n')).toEqual(['CAT', 'FACE']);
});
