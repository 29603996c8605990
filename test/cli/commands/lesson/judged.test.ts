import { cpSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../../cli/run.ts';
import { MemoryContext, runInMemory } from '../../../helpers/memory-context.ts';
import { runFlaglab } from '../../../helpers/run-flaglab.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { rightClient } from './right-client.ts';

/** Has a client be judged in lesson 1, whose code this is. */
async function judged(code: string): Promise<{ code: number; lines: string[] }> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine.ts');
  await writeFile(file, code);
  const ran = await runInMemory(['lesson', 'check', '1', file]);
  return { code: ran.code, lines: ran.stdout.trimEnd().split('\n') };
}

const ASK = "const ask = (code) => ({ code, kind: 'ok', startedMs: 0, endedMs: 1 });";

/** What is amiss, the file's name, what it holds, and what is said of it, all lines together. */
const AMISS: readonly (readonly [what: string, name: string, code: string, told: RegExp])[] = [
  [
    'throws',
    'throws.ts',
    rightClient(`throw new RangeError('too far');`),
    /\nNot yet: .*throws\.ts threw RangeError: too far at line 3: .*$/,
  ],
  [
    'throws at length',
    'long.ts',
    rightClient("throw new RangeError('far '.repeat(1000));"),
    /\nNot yet: .*long\.ts threw RangeError: (far )+(f|fa|far)?…\.$/,
  ],
  [
    'has been copied without what it imports',
    'alone.ts',
    "import { getFlag } from '../client/flag.ts';\nexport { getFlag as download };",
    /hint: an exercise imports what lies beside it: npx flaglab lesson, with the number and --eject DIR.*\n.*Cannot find module/,
  ],
  [
    'leaves out the ending of what it imports',
    'no-ending.ts',
    "import { getFlag } from '../client/flag';\nexport { getFlag as download };",
    /hint: write the ending of the file that is imported, too, as in \.\.\/client\/flag\.ts\n.*Cannot find module/,
  ],
  [
    'has two of its loops take the same code',
    'twice.ts',
    rightClient('codes = [...codes, codes[0]];'),
    /hint: two outcomes have the same code.*\n.* yielded a second outcome for AD: /,
  ],
  [
    'ends its process',
    'exits.ts',
    rightClient('process.exit(0);'),
    /\n +hint: leave out process\.exit\(\).*\nNot yet: the client's process exited with code 0.*$/,
  ],
  [
    'starts what fails, and awaits it nowhere',
    'floats.ts',
    rightClient("void Promise.reject(new RangeError('too far'));"),
    /\n +hint: it failed outside of all that is awaited: await each promise.*\nNot yet: the client's process exited with code 1: RangeError: too far\.$/,
  ],
  [
    'yields what is no outcome',
    'yields-7.ts',
    rightClient('yield 7;'),
    /\nNot yet: .*yields-7\.ts yielded 7, which is no outcome.*$/,
  ],
  [
    'returns its outcomes',
    'returns.ts',
    `export async function* download(codes) { ${ASK} return await Promise.all(codes.map(ask)); }`,
    /^(?![\s\S]*hint:)[\s\S]*instead of yielding it: yield\* passes on/,
  ],
  [
    'leaves out a time',
    'no-time.ts',
    "export async function* download(codes) { yield { code: codes[0], kind: 'ok', endedMs: 1 }; }",
    /^(?![\s\S]*hint:)[\s\S]*which is no outcome: startedMs/,
  ],
  [
    'counts what it has never asked for',
    'liar.ts',
    "export async function* download(codes) { for (const code of codes) yield { code, kind: 'ok', startedMs: 0, endedMs: 10 }; }",
    /✗ your client counted 20 flags that it never asked for/,
  ],
  [
    'is no code',
    'no-code.ts',
    'export function download() {\n  const x = ;\n}',
    /no-code\.ts cannot be loaded \(SyntaxError: .* at line 2\)/,
  ],
  [
    'is no code',
    'no-code.mjs',
    'export function download() {\n  const x = ;\n}',
    /no-code\.mjs cannot be loaded \(.* at line 2\)/,
  ],
  [
    'is more than types',
    'enum.ts',
    'enum Kind { Ok }\nexport default Kind;',
    /hint: leave out what has to be compiled.*\n.*enum is not supported in strip-only mode at line 1\)/,
  ],
  [
    'fails when it is loaded',
    'nothing.ts',
    'export default 1;\n\nnothing();',
    /ReferenceError: nothing is not defined at line 3\)/,
  ],
  [
    'exports nothing',
    'empty.ts',
    '',
    /empty\.ts has neither a default export nor one called download: export a function/,
  ],
  [
    'imports what is no code',
    'imports.ts',
    "import './no-code.ts';\nexport default 1;",
    / at line 2 of \/no-code\.ts\)/,
  ],
  [
    'is a script that sends nothing',
    'done.py',
    'print("done")',
    /hint: a script gets the address of the flags as sys\.argv\[1\], m as sys\.argv\[2\][\s\S]*\nNot yet: .* ended without a single request to http:\S+\/flags, which it was given\.$/,
  ],
  [
    'is a script that fails',
    'fails.py',
    'raise ValueError("too far")',
    /^(?![\s\S]*hint:)[\s\S]*\nNot yet: the command exited with code 1: ValueError: too far \(line \d of [\w-]+\.py\)\.$/,
  ],
];

describe('an exercise that is judged with others', () => {
  let code: number;
  let sections: string[];

  beforeAll(async () => {
    await using folder = await temporaryFolder();
    const right = rightClient(
      `for (let line = 1; line <= 20; line++) console.log('line', line, '\\u001b[31m'); console.error('still');`,
    );
    const files = [...AMISS.map(([, name, code]) => [name, code] as const), ['right.ts', right] as const];
    for (const [name, text] of files) await writeFile(join(folder.path, name), text);
    const ran = await runInMemory(['lesson', 'check', '1', ...files.map(([name]) => join(folder.path, name))]);
    code = ran.code;
    sections = ran.stdout.trimEnd().replaceAll(`${folder.path}/`, '/').split('\n\n');
  }, 120_000);

  it.each(AMISS)('is told where it %s: %s', (_, name, __, told) => {
    const [section] = sections.filter((section) => section.startsWith(`/${name}:\n`));
    expect(section).toMatch(told);
    expect(section).toMatch(/\nNot yet: .*$/);
  });

  it('may print what it likes, of which the last is shown, and is named among those that are right, after all that went wrong before', () => {
    // It is tried first, and then judged.
    expect(sections.at(-2)).toMatch(
      /\n {2}your client printed 40 lines in all, the last of which are:\n {4}\| line 11 /,
    );
    expect(sections.at(-2)).toContain('\n    | line 20 \\u001b[31m\n');
    expect(sections.at(-2)).toMatch(/\nDone: right does what lesson 1 asks for\.$/);
    expect(sections.at(-1)).toBe(`1 of ${AMISS.length + 1} files do what lesson 1 asks for: /right.ts.`);
    expect(code).toBe(1);
  });
});

describe('an exercise that is judged', () => {
  it.concurrent.each([
    [
      'sends nothing',
      '',
      'took longer than 20s, and sent no request: it was in its first try, with fewer items and less in flight.',
    ],
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
    ['a folder', 'lessons/01-waiting', 'lessons/01-waiting is a folder: give the path of your client'],
    ['another language', 'README.md', 'README.md is neither a module'],
    [
      'two of no file',
      ['nowhere.ts', 'elsewhere.ts'],
      'there is no file nowhere.ts: .*; there is no file elsewhere.ts: ',
    ],
  ])('must be a client, not %s, before any is tried', async (_, path, message) => {
    const paths = ['lessons/01-waiting/answer.ts', path].flat();
    const { code, stderr, stdout } = await runInMemory(['lesson', 'check', '1', ...paths]);
    expect(stdout).toBe('');
    expect(stderr).toMatch(new RegExp(message));
    expect(code).toBe(2);
  });

  it('is judged again at each save, until Ctrl-C', async () => {
    await using folder = await temporaryFolder();
    cpSync(join(ROOT, 'lessons'), folder.path, { recursive: true });
    const file = join(folder.path, '01-waiting/exercise.ts');
    const context = new MemoryContext(['lesson', 'watch', '1', file]);
    const ended = run(context);
    await expect.poll(() => context.stdout.text).toContain(`Judging ${file} ...`);
    await expect.poll(() => context.stdout.text).toMatch(/^Not yet: your client had 1 request in flight/m);
    await expect.poll(() => context.stdout.text).toContain('to be saved');
    const before = context.stdout.text.length;
    await writeFile(file, await readFile(file));
    await expect.poll(() => context.stdout.text.slice(before)).toMatch(/^Not yet: [\s\S]*to be saved/m);
    await rm(file);
    await expect
      .poll(() => context.stdout.text)
      .toContain(`${file} is not there any more: it is judged when it is back.`);
    await writeFile(file, await readFile(join(folder.path, '01-waiting/answer.ts')));
    await expect.poll(() => context.stdout.text).toContain('Done: exercise does what lesson 1 asks for.');
    context.signals.emit('SIGINT');
    expect(await ended).toBe(130);
  });
});
