import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LESSONS } from '../../lessons/lessons.ts';
import { runInMemory } from '../helpers/memory-context.ts';
import { ROOT } from '../helpers/source-tree.ts';

/** What the usual wrong answers are told, by lesson and file: what the server saw, and what to look at. */
const WRONG: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  '01-waiting': {
    'array-from-async.ts': /had 1 request in flight.*needs 20[\s\S]*hint: .*Promise\.all/,
    'pairs.ts': /had 2 requests in flight.*needs 20[\s\S]*hint: .*Promise\.all/,
    'for-each.ts': /no outcome for AD[\s\S]*hint: forEach waits for nobody/,
  },
  '02-slots': {
    'loop.ts': /had 1 request in flight.*needs 10[\s\S]*hint: .*loop that waits for each answer/,
    'chunks.ts': /of 55 requests were sent as soon as.*needs 28[\s\S]*hint: wait neither for the slowest/,
    'all-at-once.ts': /had \d\d requests in flight.*needs 10[\s\S]*hint: start m loops/,
    'own-share.ts':
      /when the last 15 requests were sent, \d\.\d were in flight.*needs 6[\s\S]*hint: a share of the codes/,
    'loop.py': /had 1 request in flight.*needs 10[\s\S]*hint: .*loop that waits for each answer/,
    'chunks.py': /of 55 requests were sent as soon as.*needs 28[\s\S]*hint: wait neither for the slowest/,
    'all_at_once.py': /had \d\d requests in flight.*needs 10[\s\S]*hint: start m loops/,
    'own_share.py':
      /when the last 15 requests were sent, \d\.\d were in flight.*needs 6[\s\S]*hint: a share of the codes/,
  },
  '03-enough': {
    'eight.ts': /LARGE: your client had 8 requests in flight.*slots are idle[\s\S]*hint: .*do not write down a number/,
    'all-it-may.ts': /SMALL: \d+ of \d+ requests were refused[\s\S]*hint: a refusal says that there are too many/,
    'only-grows.ts': /SMALL: \d+ of \d+ requests were refused[\s\S]*hint: a refusal says that there are too many/,
  },
  '04-network': {
    'laptop.ts': /FAR: your client had 8 requests in flight.*needs 27 to 64[\s\S]*hint: slots were idle/,
    'all-it-may.ts': /NEAR: your client had \d\d requests in flight.*needs 8 to 20[\s\S]*hint: they stood in line/,
    'forgets-service.ts': /NEAR: your client had \d requests? in flight.*needs 8 to 20[\s\S]*hint: slots were idle/,
    'measured-in-line.ts':
      /NEAR: your client had \d\d requests in flight.*needs 8 to 20[\s\S]*hint: they stood in line/,
  },
  '06-truth': {
    'forgets-ok.ts': /counted 89 flags.*sent 71 whole: it counted 18 that never came[\s\S]*hint: look at the status/,
    'headers-only.ts': /counted 80 flags.*sent 71 whole: it counted 9 that never came[\s\S]*hint: .*whole body/,
    'sticky.ts': /sent 71 whole: it has lost \d+ that came[\s\S]*hint: a variable outlives/,
    'counts_errors.py':
      /counted 100 flags.*sent 71 whole: it counted 29 that never came[\s\S]*hint: look at the status/,
    'headers_only.py': /counted 80 flags.*sent 71 whole: it counted 9 that never came[\s\S]*hint: .*whole body/,
    'sticky.py': /sent 71 whole: it has lost \d+ that came[\s\S]*hint: a variable outlives/,
  },
  '07-timeouts': {
    'race.ts': /had \d\d requests in flight.*needs 20[\s\S]*hint: .*give fetch a signal/,
    'one-for-all.ts': /\d+ of 60 flags arrived; the plan said \d+[\s\S]*hint: each request needs a timeout of its own/,
    'own-timeout.ts':
      /with a timeout of 2\.00 s \d of \d+ requests that were called off.*as long[\s\S]*hint: wait for each flag as long as timeoutMs/,
    'headers-only.ts': /the longest request was held for[\s\S]*hint: a body can be late too/,
  },
  '08-retries': {
    'herd.ts':
      /SLOW: your client sent \d+ requests for 40 flags.*allows 1\.3[\s\S]*hint: all slots woke at the same moment/,
    'at-once.ts': /came before the time that Retry-After said[\s\S]*hint: a refusal says when to come back/,
    'own-back-off.ts': /came before the time that Retry-After said[\s\S]*hint: a refusal says when to come back/,
    'gives-up.ts':
      /SLOW: \d+ of 40 requests were refused, and your client asked for none of them again[\s\S]*hint: a refusal is no end/,
    'one-pace.ts':
      /SLOW: the last 10 requests left at a pace of \d+ a second.*takes 12; the exercise allows 24[\s\S]*hint: let one request/,
    'herd.py':
      /SLOW: your client sent \d+ requests for 40 flags.*allows 1\.3[\s\S]*hint: all slots woke at the same moment/,
    'gives_up.py':
      /SLOW: \d+ of 40 requests were refused, and your client asked for none of them again[\s\S]*hint: a refusal is no end/,
    'at_once.py': /came before the time that Retry-After said[\s\S]*hint: a refusal says when to come back/,
    'own_back_off.py': /came before the time that Retry-After said[\s\S]*hint: a refusal says when to come back/,
  },
  '17-unknown': {
    'all-it-may.ts':
      /FIRST: .* requests were refused, and the exercise needs a politeness of 0\.85[\s\S]*hint: a refusal says/,
    'one-by-one.ts':
      /FIRST: [01]\.\d requests were in flight on average; the exercise needs 2[\s\S]*hint: slots were idle/,
    'at-once.ts':
      /FIRST: .* requests were refused, and the exercise needs a politeness of 0\.85[\s\S]*hint: a refusal says/,
  },
};

const files = LESSONS.flatMap(({ number, folder }) => {
  const paths = (pattern: string) => globSync(`lessons/${folder}/${pattern}`, { cwd: ROOT }).sort();
  return [
    ...paths('answer.*').map((path) => ({ number, folder, path, what: 'the key' as const })),
    ...paths('exercise.*').map((path) => ({ number, folder, path, what: 'what there is to mend' as const })),
    ...paths('wrong/*.*').map((path) => ({ number, folder, path, what: 'a wrong answer' as const })),
  ];
});

type Judged = (typeof files)[number];

/** The lessons that judge how many come at once, or wait for each other: their clients are tried one after the other. */
const TIMED: readonly number[] = [2, 8];

const timed = files.filter(({ number }) => TIMED.includes(number));
const notTimed = files.filter(({ number }) => !TIMED.includes(number));

describe('the exercise of each lesson', () => {
  it('has a key, something to mend, and a message for each of at least three wrong answers', () => {
    for (const { folder } of LESSONS) {
      const here = files.filter((file) => file.folder === folder);
      const wrong = here.filter(({ what }) => what === 'a wrong answer').map(({ path }) => basename(path));
      expect(wrong.sort(), folder).toEqual(Object.keys(WRONG[folder]!).sort());
      for (const ending of ['.ts', '.py']) {
        const count = wrong.filter((name) => name.endsWith(ending)).length;
        expect(count === 0 || count >= 3, folder).toBe(true);
        const others = here.filter(({ what, path }) => what !== 'a wrong answer' && path.endsWith(ending));
        expect(others, folder).toHaveLength(count === 0 ? 0 : 2);
      }
    }
  });

  // One after the other: what is judged here is how busy a client keeps a server.
  it.each(files.filter(({ what }) => what === 'the key'))('is done by $path', async ({ number, path }) => {
    const { code, stdout } = await runInMemory(['lesson', 'check', String(number), path]);
    expect(stdout).toMatch(/^Done: /m);
    expect(code).toBe(0);
  });

  it.concurrent.each(notTimed.filter(({ what }) => what === 'what there is to mend'))('is not done by $path', notDone);

  it.concurrent.each(notTimed.filter(({ what }) => what === 'a wrong answer'))(
    'tells $path what is wrong with it',
    told,
  );

  // Whose requests a busy machine spreads out is polite by chance.
  it.each(timed.filter(({ what }) => what === 'what there is to mend'))('is not done by $path', notDone);

  it.each(timed.filter(({ what }) => what === 'a wrong answer'))('tells $path what is wrong with it', told);
});

async function notDone({ number, path }: Judged): Promise<void> {
  const { code, stdout } = await runInMemory(['lesson', 'check', String(number), path]);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^Not yet: /);
  expect(code).toBe(1);
}

async function told({ number, folder, path }: Judged): Promise<void> {
  const { code, stdout } = await runInMemory(['lesson', 'check', String(number), path]);
  expect(stdout).toMatch(WRONG[folder]![basename(path)]!);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^Not yet: /);
  expect(code).toBe(1);
}
