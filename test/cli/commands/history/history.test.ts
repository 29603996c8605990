import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

describe('history', () => {
  it('lists runs by the moment at which they began, with the command line that made them and their answer', async () => {
    await using folder = await temporaryFolder();
    const inFolder = ['--results', folder.path];
    const bench = ['bench', '-s', 'LOCAL', '-c', 'async', 'BR', 'ZZ', ...inFolder];
    expect(await runInMemory(bench)).toMatchObject({ code: 0 });
    const id = expect.stringMatching(/^20260101-000000-[0-9a-f]{4}$/);
    const answer = expect.stringMatching(/^async finished LOCAL in 0\.\d+ s, too soon to measure its speed: .*\.$/);
    const { stdout } = await runInMemory(['history', ...inFolder]);
    expect(stdout.split('\n').map((line) => line.trimEnd().split(/ {2,}/))).toEqual([
      ['run', 'cells', 'seed', 'scale', 'command', 'answer'],
      [id, '1/1', '42', '0.1', `npx flaglab ${bench.join(' ')}`, answer],
      [''],
    ]);
    expect(JSON.parse((await runInMemory(['history', '--json', ...inFolder])).stdout)).toMatchObject([
      { id, startedAt: '2026-01-01T00:00:00.000Z', headline: answer },
    ]);
  });

  it.each([80, 100, 140])('shows them below each other on a terminal of %d columns', async (columns) => {
    await using folder = await temporaryFolder();
    const { stdout: _, ...ran } = await runInMemory([
      'bench',
      '-s',
      'LOCAL',
      '-c',
      'async',
      'BR',
      '--results',
      folder.path,
    ]);
    expect(ran).toMatchObject({ code: 0 });
    const { stdout } = await runInMemory(['history', '--results', folder.path], { columns });
    const [head, first, ...rest] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^run +cells +(seed +scale +)?command and answer$/);
    expect(first).toMatch(/^20260101-000000-[0-9a-f]{4} +1\/1 .*npx flaglab bench -s LOCAL/);
    expect(rest.join(' ').replaceAll(/ +/g, ' ')).toContain(' too soon to measure its speed: ');
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(columns);
  });

  it('lists the others, too, where one is not what its lesson makes of it', async () => {
    await using folder = await temporaryFolder();
    const inFolder = ['--results', folder.path];
    for (const code of ['BR', 'FR']) {
      expect(await runInMemory(['bench', '-s', 'LOCAL', '-c', 'async', '-m', '20', code, ...inFolder])).toMatchObject({
        code: 0,
      });
    }
    const runs = async () => JSON.parse((await runInMemory(['history', '--json', ...inFolder])).stdout);
    const [{ id }, other] = await runs();
    const file = join(folder.path, id, 'summary.json');
    const kept = JSON.parse(await readFile(file, 'utf8'));
    const keep = async (more: object) => await writeFile(file, JSON.stringify({ ...kept, ...more }));

    // Kept with a lesson, as by an earlier version, that is about another server than was asked.
    await keep({ lesson: { number: 1, predicted: 12 } });
    expect(await runs()).toMatchObject([{ id, lesson: { number: 1, predicted: 12 } }, other]);
    const { stdout } = await runInMemory(['history', ...inFolder]);
    expect(stdout).toContain('Lesson 1: You said 12 times as fast; nothing was measured.');

    await keep({ lesson: { number: 7 }, cells: kept.cells.map((cell: object) => ({ ...cell, server: 'DELAY' })) });
    expect(await runs()).toMatchObject([{ id, damage: expect.stringMatching(/^damaged: /) }, other]);
    expect(await runInMemory(['history', ...inFolder])).toMatchObject({ code: 0, stderr: '' });
  });

  it('says so where there are none, and how to make one', async () => {
    await using folder = await temporaryFolder();
    const results = join(folder.path, 'results');
    expect(await runInMemory(['history', '--results', results])).toEqual({
      code: 0,
      stdout: `There are no runs in ${results} yet: npx flaglab bench --results ${results} makes one.\n`,
      stderr: '',
    });
  });
});
