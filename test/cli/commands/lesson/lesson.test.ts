import { cpSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../cli/run.ts';
import { MemoryContext, runInMemory } from '../../../helpers/memory-context.ts';
import { runFlaglab } from '../../../helpers/run-flaglab.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { rightClient } from './right-client.ts';

/** Has a client be judged in lesson 1, whose code this is. */
async function judged(code: string, name = 'mine.ts'): Promise<{ code: number; lines: string[] }> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, name);
  await writeFile(file, code);
  const ran = await runInMemory(['lesson', 'check', '1', file]);
  return { code: ran.code, lines: ran.stdout.trimEnd().split('\n') };
}

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

  it.each([
    [['chek', '2'], 'lesson has no command "chek": did you mean npx flaglab lesson check 2?'],
    [['wach'], 'lesson has no command "wach": did you mean npx flaglab lesson watch?'],
    [['2', '3'], 'lesson takes the number of one lesson, and got "2 3": give one, such as npx flaglab lesson 2'],
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

  it('copies what a lesson has typed as it is typed of the copy', async () => {
    await using folder = await temporaryFolder();
    const there = join(folder.path, 'my dir');
    const { stdout } = await runInMemory(['lesson', '2', '--eject', there]);
    const copy = `'${there}/02-slots/exercise.ts'`;
    expect(stdout).toContain(`npx flaglab lesson watch 2 ${copy}\n`);
    const readme = await readFile(join(there, '02-slots/README.md'), 'utf8');
    expect(readme).toContain(`npx flaglab lesson check 2 ${copy}\n`);
    expect(readme).toContain(` -c '${there}/02-slots/loop.ts' -c `);
    expect(readme).not.toMatch(/\slessons\//);
  });

  it('copies the code of a lesson to edit it, and nothing over what is there', async () => {
    await using folder = await temporaryFolder();
    const { stdout, code } = await runInMemory(['lesson', '2', '--eject', folder.path]);
    expect(code).toBe(0);
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

describe('an exercise that is judged', () => {
  it('may print what it likes', async () => {
    const { code, lines } = await judged(rightClient(`console.log('on', 'my', 'way'); console.error('still');`));
    expect(lines.at(-1)).toBe('Done: mine does what lesson 1 asks for.');
    expect(code).toBe(0);
  });

  it.concurrent.each([
    ['throws', `throw new RangeError('too far');`, /mine\.ts threw RangeError: too far at line 3: /],
    ['ends its process', `process.exit(0);`, /the client's process exited with code 0/],
    ['yields what is no outcome', `yield 7;`, /mine\.ts yielded 7, which is no outcome/],
  ])('is told that it %s', async (_, beginning, message) => {
    const { code, lines } = await judged(rightClient(beginning));
    expect(lines.at(-1)).toMatch(/^Not yet: /);
    expect(lines.at(-1)).toMatch(message);
    expect(code).toBe(1);
  });

  it.concurrent.each([
    ['sends nothing', '', 'took longer than 20s, and sent no request.'],
    [
      'does not come to its end anywhere',
      'await Promise.all(codes.slice(0, 3).map(async (code) => (await ask(code)).text()));',
      'took longer than 20s; by then the server without faults that a client is tried on first had seen 3 requests, none of them refused.',
    ],
    [
      'does not come to its end where all are asked for',
      'if (codes.length < 20) return yield* codes.map((code) => ({ code, kind: "timeout", startedMs: 0, endedMs: 0 })); for (const code of codes.slice(0, 2)) await (await ask(code)).text();',
      'took longer than 20s; by then the server had seen 2 requests, none of them refused.',
    ],
  ])('is stopped after its time, and told what was seen of it until then, where it %s', async (_, asking, message) => {
    const { code, lines } = await judged(`
      export async function* download(codes, { baseUrl }) {
        const ask = (code) => fetch(\`\${baseUrl}/\${code}/\${code}.gif\`.toLowerCase());
        ${asking}
        await new Promise(() => setInterval(() => {}, 1000));
      }`);
    // How many were in flight is told where they took long enough to be seen, as on a busy machine.
    const told = lines.at(-1)!.replace(/, \d in flight at most\./, '.');
    expect(told).toBe(`Not yet: the client was stopped: it ${message}`);
    expect(code).toBe(1);
  });

  it('is not believed where the server saw otherwise', async () => {
    const { code, lines } = await judged(`
      export async function* download(codes) {
        for (const code of codes) yield { code, kind: 'ok', startedMs: 0, endedMs: 10 };
      }`);
    expect(lines.join('\n')).toContain('✗ your client counted 20 flags that it never asked for');
    expect(code).toBe(1);
  });

  it.concurrent.each([
    [
      'mine.ts',
      'export function download() {\n  const x = ;\n}',
      /mine\.ts cannot be loaded \(SyntaxError: .* at line 2\)/,
    ],
    ['mine.mjs', 'export function download() {\n  const x = ;\n}', /mine\.mjs cannot be loaded \(.* at line 2\)/],
    ['mine.ts', 'enum Kind { Ok }\nexport default Kind;', /enum is not supported in strip-only mode at line 1\)/],
    ['mine.ts', 'export default 1;\n\nnothing();', /ReferenceError: nothing is not defined at line 3\)/],
    ['mine.ts', '', /mine\.ts has neither a default export nor one called download: export a function/],
  ])('is told where it is no code: %s with %j', async (name, code, message) => {
    const { lines } = await judged(code, name);
    expect(lines.at(-1)).toMatch(message);
  });

  it('is told where what it imports is no code', async () => {
    await using folder = await temporaryFolder();
    const [file, other] = [join(folder.path, 'mine.ts'), join(folder.path, 'other.ts')];
    await writeFile(file, "import './other.ts';\nexport default 1;");
    await writeFile(other, 'export const a = 1;\n\nexport const b = ;');
    const { stdout } = await runInMemory(['lesson', 'check', '1', file]);
    expect(stdout).toContain(` at line 3 of ${other})`);
  });

  it('may be a script, which is told what it gets where it sends nothing', async () => {
    const { code, lines } = await judged('print("done")', 'mine.py');
    expect(lines.at(-1)).toMatch(/ended without a single request to http:\S+\/flags, which it was given\.$/);
    expect(lines.join('\n')).toContain('hint: a script gets the address of the flags as sys.argv[1], m as sys.argv[2]');
    expect(code).toBe(1);
  });

  it('may be a script, whose own error is all that is said where it fails', async () => {
    const { lines } = await judged('raise ValueError("too far")', 'mine.py');
    expect(lines.at(-1)).toBe('Not yet: the command exited with code 1: ValueError: too far.');
    expect(lines.join('\n')).not.toContain('hint:');
  });

  it('is said to be the package’s where there is none of that name here', async () => {
    await using folder = await temporaryFolder();
    const path = 'lessons/01-waiting/exercise.ts';
    const { stdout, stderr } = await runFlaglab(['lesson', 'check', '1', path], { cwd: folder.path });
    expect(stderr).toBe(`there is no ${path} here: what is judged is the package's own\n`);
    expect(stdout).toContain('Not yet: ');
    expect((await runInMemory(['lesson', 'check', '1', path])).stderr).toBe('');
  });

  it.each([
    ['no file', 'nowhere.ts', 'there is no file nowhere.ts: give the path of your client'],
    ['a folder', 'lessons/01-waiting', 'there is no file lessons/01-waiting: give the path of your client'],
    ['another language', 'README.md', 'README.md is neither a module'],
  ])('must be a client, not %s', async (_, path, message) => {
    const { code, stderr } = await runInMemory(['lesson', 'check', '1', path]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('is judged again at each save, until Ctrl-C', async () => {
    await using folder = await temporaryFolder();
    cpSync(join(ROOT, 'lessons'), folder.path, { recursive: true });
    const file = join(folder.path, '01-waiting/exercise.ts');
    const context = new MemoryContext(['lesson', 'watch', '1', file]);
    const ended = run(context);
    await expect.poll(() => context.stdout.text).toMatch(/^Not yet: your client had 1 request in flight/m);
    await expect.poll(() => context.stdout.text).toContain('to be saved');
    await writeFile(file, await readFile(join(folder.path, '01-waiting/answer.ts')));
    await expect.poll(() => context.stdout.text).toContain('Done: exercise does what lesson 1 asks for.');
    context.signals.emit('SIGINT');
    expect(await ended).toBe(130);
  });
});
