import { expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';

it('prints the characters whose names have all words, and how many they are', async () => {
  const { stdout, code } = await runInMemory(['mojifinder', 'wry', 'Cat', 'face']);
  expect([code, stdout]).toEqual([0, `U+1F63C\t😼\tCAT FACE WITH WRY SMILE\n${'─'.repeat(66)} 1 found\n`]);
});

it('says so where there is none', async () => {
  const { stdout, code } = await runInMemory(['mojifinder', 'latte']);
  expect([code, stdout]).toEqual([0, `${'─'.repeat(66)} 0 found\n`]);
});

it.each([[[]], [['']], [[' - ']]])('wants a word: %j is none', async (words) => {
  const { stdout, stderr, code } = await runInMemory(['mojifinder', ...words]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: (missing required argument 'WORDS'|" ?-? ?" has no word to look for: give some)/);
});

it('keeps characters that turn text around from a terminal, and from nobody else', async () => {
  const query = ['mojifinder', 'right', 'to', 'left', 'override'];
  expect((await runInMemory(query)).stdout).toContain('U+202E\t\u202e\tRIGHT');
  expect((await runInMemory(query, { columns: 80 })).stdout).toContain('U+202E\t\\u202e\tRIGHT');
});

it('takes no control characters for words', async () => {
  const { stdout, stderr, code } = await runInMemory(['mojifinder', 'cat\x1b[31m', 'face']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: a query has no control characters\n/);
});
