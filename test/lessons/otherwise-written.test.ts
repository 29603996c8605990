import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInMemory } from '../helpers/memory-context.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Clients that have been taken for right, and what they are told instead. */
const WRONG: readonly (readonly [lesson: number, file: string, message: RegExp])[] = [
  [2, 'overlapping.ts', /of 55 requests were sent as soon as a slot was free; the exercise needs 28[\s\S]*hint: wait/],
  [2, 'pauses.ts', /the exercise needs (?:28|10)[\s\S]*hint: (?:wait neither|a loop that waits)/],
  [
    3,
    'burst.ts',
    /LARGE: [12]\.\d requests were in flight on average; the exercise needs 4[\s\S]*hint: slots were idle/,
  ],
  [3, 'by-the-number.ts', /LARGE: your client had 10 requests in flight at most; the exercise needs 14/],
  [4, 'burst.ts', /requests were in flight on average; the exercise needs 3[\s\S]*hint: send the next as soon as/],
  [
    4,
    'one-for-both.ts',
    /NEAR: .* 24 requests in flight.*needs 8 to 20[\s\S]*FAR: .* 24 requests in flight.*needs 27 to 64/,
  ],
  [6, 'asks-for-nothing.ts', /never asked for 100 of 100 flags[\s\S]*hint: ask the server for each code/],
  [6, 'asks-for-one.ts', /never asked for 99 of 100 flags[\s\S]*hint: ask the server for each code/],
  [6, 'asks-with-head.ts', /sent 0 whole, and would have sent 71[\s\S]*hint: ask with GET, and let each answer come/],
  [6, 'constant.py', /✗ WORSE: your client counted 71 flags, the server sent 30 whole: it counted 41 that never came/],
  [
    6,
    'other-kinds.ts',
    /✗ MIXED: your client called 18 flags notFound that .* ended as httpError[\s\S]*hint: an answer/,
  ],
  [6, 'all-failed.ts', /counted 0 flags.*sent 71 whole: it has lost 71 that came[\s\S]*hint: count a flag when/],
  [7, 'says-ok.ts', /✗ .* your client counted \d+ flags as downloaded for which the server sent something else/],
  [
    7,
    'calls-it-broken.ts',
    /✗ .* called \d+ flags networkError that .* ended as timeout[\s\S]*hint: what is called off/,
  ],
  [
    7,
    'short-timeout.ts',
    /✗ .* \d of \d+ requests that were called off after .* had been waited for as long[\s\S]*hint: wait for each flag/,
  ],
  [7, 'long-timeout.ts', /✗ with a timeout of 0\.60 s the longest request was held.*\n {4}hint: give each request the/],
  [
    7,
    '../../../lessons/02-slots/slots.ts',
    /✗ with a timeout of 0\.60 s the longest request was held.*\n {4}hint: give each request the/,
  ],
  [7, 'own-m.ts', /had 1\d requests in flight.*needs 20[\s\S]*hint: let m slots take/],
  [7, 'asks-for-some.ts', /never asked for 11 of 60 flags[\s\S]*hint: ask the server for each code/],
  [
    8,
    'dawdles.ts',
    /FAST: .* needed \d\.\d\d s for its requests; the server could take them in 0\.17 s[\s\S]*hint: let/,
  ],
  [
    8,
    'one-by-one.ts',
    /SLOW: the last 10 requests left at a pace of \d+ a second, and the server takes 12[\s\S]*hint: let/,
  ],
  [8, 'spaced-chunks.ts', /SLOW: \d+ of 40 requests were refused, and your client asked for none of them again/],
];

/** What a list of outcomes lacks, and what may then be said of it. */
const FAILED: readonly (readonly [what: string, code: string, message: RegExp])[] = [
  ['returns its outcomes', 'return await Promise.all(codes.map(ask));', /instead of yielding it: yield\* passes on/],
  ['leaves out a time', 'yield { code: codes[0], kind: "ok", endedMs: 1 };', /which is no outcome: startedMs/],
];

async function check(lesson: number, path: string): Promise<{ code: number; stdout: string; last: string }> {
  const { code, stdout } = await runInMemory(['lesson', 'check', String(lesson), path]);
  return { code, stdout, last: stdout.trimEnd().split('\n').at(-1)! };
}

describe('the judge of the exercises', () => {
  it.concurrent.each(WRONG)('of lesson %i is not taken in by %s', async (lesson, file, message) => {
    const { code, stdout, last } = await check(lesson, `test/lessons/wrong/${file}`);
    expect(stdout).toMatch(message);
    expect(last).toMatch(/^Not yet: /);
    expect(code).toBe(1);
  });

  it('says that each flag was asked for where it was, and not else', async () => {
    const { stdout } = await check(6, 'test/lessons/wrong/asks-for-nothing.ts');
    expect(stdout).not.toContain('✓');
  });

  it.each(FAILED)('has no hint about forEach for who %s', async (_, body, message) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'mine.ts');
    const ask = "const ask = (code) => ({ code, kind: 'ok', startedMs: 0, endedMs: 1 });";
    await writeFile(file, `export async function* download(codes) { ${ask} ${body} }`);
    const { stdout, code } = await check(1, file);
    expect(stdout).toMatch(message);
    expect(stdout).not.toContain('hint:');
    expect(code).toBe(1);
  });
});
