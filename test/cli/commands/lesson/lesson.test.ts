import { readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../cli/run.ts';
import { MemoryContext, runInMemory } from '../../../helpers/memory-context.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** As long as the bench of a lesson may take on a busy machine. */
const LESSON_MS = 180_000;

describe('flaglab lesson', () => {
  it('lists what there is, in the order of the workshop', async () => {
    const { code, stdout } = await runInMemory(['lesson']);
    expect(stdout).toMatch(/ 1 {2}Waiting is the cost {2}[\s\S]* 8 {2}Are your retries polite\?/);
    expect(code).toBe(0);
  });

  it.each(['99', '0', 'one', '1.5'])('knows no lesson %s, and says which there are', async (number) => {
    const { code, stderr } = await runInMemory(['lesson', number]);
    expect(stderr).toMatch(`error: there is no lesson "${number}": there are 1, 2, 3, 4, 6, 7, 8, 17\n`);
    expect(code).toBe(2);
  });

  it(
    'asks for a prediction, and compares it with the plan and with what came',
    async () => {
      await using results = await temporaryFolder();
      const context = new MemoryContext(['lesson', '2', '--results', results.path], { typed: ['10'] });
      expect(await run(context)).toBe(0);
      const lines = context.stdout.text.trimEnd().split('\n');
      expect(lines.at(-1)).toBe('You said 10 requests in flight; by the plan it is 1, and 1 was measured.');
      const history = await runInMemory(['history', '--json', '--results', results.path]);
      expect(JSON.parse(history.stdout)).toMatchObject([
        { lesson: { number: 2, unit: 'requests in flight', predicted: 10, planned: 1, measured: 1 } },
      ]);
      expect((await runInMemory(['history', '--results', results.path])).stdout).toContain('Lesson 2: You said 10');
      for (const format of ['text', 'html']) {
        const report = await runInMemory(['report', '--results', results.path, '--format', format]);
        expect(report.stdout).toContain('Lesson 2: You said 10 requests in flight; by the plan it is 1, and 1 was');
      }
    },
    LESSON_MS,
  );

  it(
    'goes on without a prediction where nobody gives one',
    async () => {
      await using results = await temporaryFolder();
      const { stdout } = await runInMemory(['lesson', '2', '--results', results.path]);
      expect(stdout).toMatch(/You foretold nothing; by the plan it is 1 requests? in flight, and 1 was measured\.\n$/);
    },
    LESSON_MS,
  );

  it.each(['many', '-5'])('refuses the prediction %s before anything is run', async (typed) => {
    const context = new MemoryContext(['lesson', '2'], { typed: [typed] });
    expect(await run(context)).toBe(2);
    expect(context.stderr.text).toContain(
      `error: a prediction is a number from 0, such as 12 or 2.5, not "${typed}"\n`,
    );
    expect(context.stdout.text).not.toContain('$ npx');
  });

  it('does not guess whether 1,000 is one or a thousand', async () => {
    for (const [typed, grouped, fraction] of [
      ['1,000', '1000', '1.000'],
      ['12,345', '12345', '12.345'],
    ]) {
      const { code, stderr } = await runInMemory(['lesson', '2', '--predict', typed!]);
      expect(stderr).toContain(`"${typed}" may be ${grouped} or ${fraction}: write the one that you mean\n`);
      expect(code).toBe(2);
    }
  });

  it.each([
    [['chek', '2'], 'lesson has no command "chek": did you mean npx flaglab lesson check 2?'],
    [['wach'], 'lesson has no command "wach": did you mean npx flaglab lesson watch?'],
    [['2', '3'], 'lesson takes the number of one lesson, and got "2 3": give one, such as npx flaglab lesson 2'],
    [
      ['2', '--eject', 'workshop', '--predict', '7'],
      '--eject only copies, so there is nothing to foretell: leave --predict away',
    ],
    [['2', '--eject', ''], '--eject needs the name of a folder, such as: npx flaglab lesson 2 --eject workshop'],
  ])('says what is meant where %j is typed', async (typed, message) => {
    const { code, stdout, stderr } = await runInMemory(['lesson', ...typed]);
    expect(stderr).toContain(`error: ${message}\n`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.runIf(process.platform === 'linux')('says so where nothing can be copied to', async () => {
    const { code, stderr } = await runInMemory(['lesson', '2', '--eject', '/proc/workshop']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: /proc/workshop cannot be written: no such file or directory\n',
    });
  });

  it('copies nothing to a file', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'afile');
    await writeFile(file, 'mine');
    const { code, stderr } = await runInMemory(['lesson', '3', '--eject', file]);
    expect(stderr).toContain(`error: ${file} is a file: give the folder that the lesson is to be copied to\n`);
    expect(code).toBe(2);
    const below = await runInMemory(['lesson', '3', '--eject', join(file, 'workshop')]);
    expect(below.stderr).toMatch(/^error: .*afile\/workshop cannot be written: /);
    expect(below.code).toBe(1);
  });

  it('copies what a lesson has typed as it is typed of the copy', async () => {
    await using folder = await temporaryFolder();
    const there = join(folder.path, 'my dir');
    await mkdir(join(there, 'handed-in'), { recursive: true });
    const { stdout } = await runInMemory(['lesson', '2', '--eject', there]);
    const copy = `'${there}/02-slots/exercise.ts'`;
    expect(stdout).toContain(`npx flaglab lesson watch 2 ${copy}\nWho writes Python edits exercise.py,`);
    const readme = await readFile(join(there, '02-slots/README.md'), 'utf8');
    expect(readme).toContain(`npx flaglab lesson check 2 ${copy}\n`);
    expect(readme).toContain(` -c '${there}/02-slots/loop.ts' -c `);
    expect(readme).not.toMatch(/\slessons\//);
    // What others hand in lies beside it, and is a module, too, whatever `npm init` has written above.
    expect(JSON.parse(await readFile(join(there, 'package.json'), 'utf8'))).toEqual({ type: 'module' });
  });

  it('copies the code of a lesson to edit it, and nothing over what is there', async () => {
    await using folder = await temporaryFolder();
    // As npm init writes it.
    await writeFile(join(folder.path, 'package.json'), '{ "type": "commonjs" }');
    const { stdout, code } = await runInMemory(['lesson', '2', '--eject', folder.path]);
    expect(code).toBe(0);
    const checked = await runInMemory(['lesson', 'check', '2', join(folder.path, '02-slots/answer.ts')]);
    expect(checked.code, checked.stdout).toBe(0);
    const mine = join(folder.path, 'mine.ts');
    await writeFile(mine, 'export function download() {}');
    expect((await runInMemory(['lesson', 'check', '2', mine])).stdout).toContain('"type": "module" instead of "com');
    expect(await readFile(join(folder.path, 'package.json'), 'utf8')).toContain('commonjs');
    expect(stdout).toContain(`npx flaglab lesson watch 2 ${folder.path}/02-slots/exercise.ts`);
    expect(readdirSync(join(folder.path, '02-slots'))).not.toContain('lesson.ts');
    expect(await readFile(join(folder.path, 'client/flag.ts'))).toEqual(
      await readFile(join(ROOT, 'lessons/client/flag.ts')),
    );
    await writeFile(join(folder.path, '02-slots/exercise.ts'), 'mine');
    const again = await runInMemory(['lesson', '2', '--eject', folder.path]);
    expect(again.stderr).toContain('02-slots is there already: give another folder, or move it away');
    expect(again.code).toBe(2);
    expect(await readFile(join(folder.path, '02-slots/exercise.ts'), 'utf8')).toBe('mine');
    await writeFile(join(folder.path, 'client/flag.ts'), 'mine, too');
    const other = await runInMemory(['lesson', '1', '--eject', folder.path]);
    const shared = join(folder.path, 'client/flag.ts');
    expect(other.stderr).toBe(
      `warning: ${shared} was there before, and is another one than the lesson's: the lesson uses it as it is\n`,
    );
    expect(await readFile(shared, 'utf8')).toBe('mine, too');
    expect(other.code).toBe(0);
  });
});
