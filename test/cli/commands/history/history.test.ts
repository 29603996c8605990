import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

describe('history', () => {
  it('lists runs by the moment at which they began, with the command line that made them', async () => {
    await using folder = await temporaryFolder();
    const inFolder = ['--results', folder.path];
    const bench = ['bench', '-s', 'LOCAL', '-c', 'async', 'BR', 'ZZ', ...inFolder];
    expect(await runInMemory(bench)).toMatchObject({ code: 0 });
    const id = expect.stringMatching(/^20260101-000000-[0-9a-f]{4}$/);
    const { stdout } = await runInMemory(['history', ...inFolder]);
    expect(stdout.split('\n').map((line) => line.trimEnd().split(/ {2,}/))).toEqual([
      ['run', 'cells', 'seed', 'scale', 'command'],
      [id, '1/1', '42', '0.1', `npx flaglab ${bench.join(' ')}`],
      [''],
    ]);
    expect(JSON.parse((await runInMemory(['history', '--json', ...inFolder])).stdout)).toMatchObject([
      { id, startedAt: '2026-01-01T00:00:00.000Z' },
    ]);
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
