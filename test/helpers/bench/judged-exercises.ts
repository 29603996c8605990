import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runInMemory } from '../memory-context.ts';
import { ROOT } from '../source-tree.ts';

/** What is judged beside the keys, and what wrong answers are told by file: what the server saw, and what to look at. */
export interface Judged {
  /** Answers that do it in another way than the keys, in `perf/trials/right-answers/`. */
  readonly right?: readonly string[];
  /** Those that the lesson brings along. */
  readonly usual: Readonly<Record<string, RegExp>>;
  /** Others that are wrong, in `test/lessons/wrong/`, by the lesson that they were written for first. */
  readonly others?: Readonly<Record<string, RegExp>>;
}

const OTHERS = 'test/lessons/wrong';
const OTHERS_RIGHT = 'perf/trials/right-answers';

/** Longer than all answers of a lesson take on a busy machine. */
const ALL_MS = 600_000;

/**
 * Declares the tests of a lesson's exercise. All that has been written of it is judged by one command, one after the other: what
 * is judged is how busy a client keeps a server, so none is to be in another's way.
 *
 * @param folder the lesson's, such as `01-waiting`
 * @param told what else there is: all wrong answers that the lesson brings along
 */
export function judgedExercises(folder: string, { right = [], usual, others = {} }: Judged): void {
  const paths = (pattern: string) => globSync(`lessons/${folder}/${pattern}`, { cwd: ROOT }).sort();
  const keys = paths('answer.*');
  const done = [...keys, ...right.map((file) => `${OTHERS_RIGHT}/${file}`)];
  const toMend = paths('exercise.*');
  const wrong = paths('wrong/*.*');
  const told = [
    ...wrong.map((path) => [path, usual[basename(path)]!] as const),
    ...Object.entries(others).map(([file, message]) => [`${OTHERS}/${file}`, message] as const),
  ];

  describe(`the exercise in ${folder}`, () => {
    const number = String(Number.parseInt(folder, 10));
    let last: string | undefined;
    let code: number;
    const linesOn = new Map<string, readonly string[]>();

    beforeAll(async () => {
      const ran = await runInMemory(['lesson', 'check', number, ...done, ...toMend, ...told.map(([path]) => path)]);
      const sections = ran.stdout.trimEnd().split('\n\n');
      last = sections.pop();
      code = ran.code;
      for (const section of sections) {
        const [path = '', ...lines] = section.split('\n');
        linesOn.set(path.replace(/:$/, ''), lines);
      }
    }, ALL_MS);

    it('has a key, something to mend, and a message for each of at least three wrong answers', () => {
      expect(wrong.map((path) => basename(path)).sort()).toEqual(Object.keys(usual).sort());
      for (const ending of ['.ts', '.py']) {
        const count = wrong.filter((path) => path.endsWith(ending)).length;
        expect(count === 0 || count >= 3).toBe(true);
        for (const one of [keys, toMend])
          expect(one.filter((path) => path.endsWith(ending))).toHaveLength(count === 0 ? 0 : 1);
      }
    });

    it.each(done)('is done by %s', (path) => {
      expect(linesOn.get(path)!.at(-1)).toMatch(/^Done: /);
    });

    it.each(toMend)('is not done by %s', (path) => {
      expect(linesOn.get(path)!.at(-1)).toMatch(/^Not yet: /);
    });

    it.each(told)('tells %s what is wrong with it', (path, message) => {
      expect(linesOn.get(path)!.join('\n')).toMatch(message);
      expect(linesOn.get(path)!.at(-1)).toMatch(/^Not yet: /);
    });

    it('ends with those that are right', () => {
      const of = done.length + toMend.length + told.length;
      expect(last).toBe(`${done.length} of ${of} files do what lesson ${number} asks for: ${done.join(', ')}.`);
      expect(code).toBe(1);
    });
  });
}
