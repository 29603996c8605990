import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { run } from '../../../../cli/run.ts';
import { MemoryContext } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { rightClient } from './right-client.ts';

/** As long as a client may take to start on a busy machine. */
const START_MS = 60_000;

/** Clients that never come to their end, and tell in a file that they have begun. */
const ENDLESS = {
  'mine.ts': (begun: string) => `
    import { writeFileSync } from 'node:fs';
    export async function* download() { writeFileSync('${begun}', ''); while (true); }`,
  'mine.py': (begun: string) => `open('${begun}', 'w').close()\nwhile True: pass`,
};

async function begun(file: string): Promise<void> {
  await vi.waitFor(() => expect(existsSync(file)).toBe(true), { timeout: START_MS, interval: 20 });
}

describe('Ctrl-C while a client is judged', () => {
  it.each(
    (['check', 'watch'] as const).flatMap((how) => (['mine.ts', 'mine.py'] as const).map((name) => ({ how, name }))),
  )(
    'ends lesson $how of $name without a verdict',
    async ({ how, name }) => {
      await using folder = await temporaryFolder();
      const [file, sign] = [join(folder.path, name), join(folder.path, 'begun')];
      await writeFile(file, ENDLESS[name](sign));
      const context = new MemoryContext(['lesson', how, '1', file]);
      const ended = run(context);
      await begun(sign);
      context.signals.emit('SIGINT');
      expect(await ended).toBe(130);
      expect(context.stdout.text).toMatch(/^Lesson 1, exercise: .*\n(Judging .*\n)?$/);
      expect(context.stderr.text).toBe('');
    },
    2 * START_MS,
  );
});

describe('a save while a client is judged', () => {
  it(
    'ends that, and is judged instead',
    async () => {
      await using folder = await temporaryFolder();
      const [file, sign] = [join(folder.path, 'mine.ts'), join(folder.path, 'begun')];
      await writeFile(file, ENDLESS['mine.ts'](sign));
      const context = new MemoryContext(['lesson', 'watch', '1', file]);
      const ended = run(context);
      await begun(sign);
      await writeFile(file, rightClient());
      const said = () => expect(context.stdout.text).toContain('to be saved');
      await vi.waitFor(said, { timeout: START_MS, interval: 20 });
      expect(context.stdout.text).toContain('Done: mine does what lesson 1 asks for.');
      expect(context.stdout.text).not.toContain('Not yet');
      context.signals.emit('SIGINT');
      expect(await ended).toBe(130);
    },
    2 * START_MS,
  );
});
