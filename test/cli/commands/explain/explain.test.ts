import { expect, it } from 'vitest';
import { WORDS } from '../../../../cli/result-text/words.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';

it('explains a word in any case, with what follows from it', async () => {
  const { stdout, code } = await runInMemory(['explain', 'Efficiency']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^efficiency: ideal time \/ measured time\.\nAt 100 % .*\.\n$/);
});

it('lists all words, each once, with a sentence or two on each that end', async () => {
  const { stdout } = await runInMemory(['explain']);
  const words = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(new Set(words).size).toBe(WORDS.length);
  for (const word of 'm goodput efficiency ideal knee shed makespan speed-up'.split(' ')) expect(words).toContain(word);
  for (const { more } of WORDS) expect(more).toMatch(/\.$/);
});

it('explains a word of two, as it stands above a table', async () => {
  const { stdout, code } = await runInMemory(['explain', 'peak', 'RSS']);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^peak RSS: the most memory /)]);
});

it('explains several words, one after another', async () => {
  const { stdout, code } = await runInMemory(['explain', 'knee', 'shed']);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^knee: .*\n.*\nshed: /)]);
});

it('says what there is to choose from where it knows no such word', async () => {
  const { stderr, code } = await runInMemory(['explain', 'latte']);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^error: "latte" is not explained here: choose one of server, /),
  ]);
});
