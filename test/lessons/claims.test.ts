import { describe, expect, it } from 'vitest';
import { lessonText } from '../../bench/lesson/lesson-text.ts';
import { LESSONS } from '../../lessons/lessons.ts';
import { runInMemory } from '../helpers/memory-context.ts';

describe('the claim of each lesson', () => {
  it.concurrent.each(LESSONS.map(({ number, folder }) => ({ number, folder })))(
    'holds: $folder',
    async ({ number }) => {
      const { code, stdout } = await runInMemory(['lesson', 'check', String(number)]);
      expect(stdout).toMatch(/^It holds on this machine \(\d+ s\)\.$/m);
      expect(stdout).not.toContain('✗');
      expect(code).toBe(0);
    },
  );
});

describe('the texts of each lesson', () => {
  it.each(LESSONS.map(({ folder, number }) => ({ folder, number })))('are whole: $folder', ({ folder, number }) => {
    expect(folder).toMatch(new RegExp(`^${String(number).padStart(2, '0')}-[a-z]+$`));
    const { run, why, ...texts } = lessonText(folder);
    for (const [name, text] of Object.entries(texts)) expect(text, name).not.toBe('');
    const commands = [...run, ...why].flatMap((step) => ('args' in step ? [step.args] : []));
    expect(commands.map(([name]) => name)).toContain('bench');
    // They are taken apart at their blanks.
    expect(commands.flat().filter((word) => /["'\\]/.test(word))).toEqual([]);
    const others = commands.filter(([name = '']) => !['bench', 'plan'].includes(name)).map((args) => args.join(' '));
    expect(others.filter((command) => command !== `lesson check ${number}`)).toEqual([]);
    expect(why.some((step) => 'prose' in step)).toBe(true);
  });

  it('stand in the order of their numbers', () => {
    const numbers = LESSONS.map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });
});
