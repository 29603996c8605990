import { describe, expect, it } from 'vitest';
import { run } from '../../../../cli/run.ts';
import { MemoryContext, runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** As long as the benches of a lesson may take on a busy machine. */
const LESSON_MS = 180_000;

describe('the walk through a lesson of several runs', () => {
  it(
    'keeps the prediction with the one that it is about, and tries the claim where the text has it',
    async () => {
      await using results = await temporaryFolder();
      const inFolder = ['--results', results.path];
      const context = new MemoryContext(['lesson', '7', ...inFolder], { typed: ['100'] });
      expect(await run(context)).toBe(0);
      const [, why = ''] = context.stdout.text.split('\nWhy\n');
      expect(why).toMatch(
        /beside the plan:\n\n\$ npx flaglab lesson check 7\nLesson 7, .*\n( {2}[✓✗] .*\n)+\nWhere nobody calls/,
      );
      expect(why).not.toContain('on this machine');
      expect(why).toMatch(/\n\nYou said 100 flags; by the plan it is 102, and \d+ was measured\.\n$/);
      const history = JSON.parse((await runInMemory(['history', '--json', ...inFolder])).stdout);
      const foretold = {
        number: 7,
        unit: 'flags',
        unitOfOne: 'flag',
        predicted: 100,
        planned: 102,
        measured: expect.any(Number),
      };
      expect(history.map(({ lesson }: { lesson?: object }) => lesson)).toEqual([undefined, undefined, foretold]);
    },
    LESSON_MS,
  );
});
