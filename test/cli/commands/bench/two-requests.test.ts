import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { OwnDownload } from '../../../../clients/own/own-download.ts';
import { startLab } from '../../../../servers/lab/start-lab.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

interface Cell {
  readonly strategy: string;
  readonly outcomes: object;
  readonly requests: number;
  readonly reasons: object;
  readonly refused: number;
  readonly withheld?: string;
  readonly contradicted?: { readonly client: number; readonly server: number };
}

const STYLES = ['callbacks', 'promises', 'async-functions'];

it('tells callbacks, promises and async functions the same, and of callbacks that lose errors what they lost', async () => {
  await using folder = await temporaryFolder();
  const files = [...STYLES, 'callbacks-lose-errors'].flatMap((name) => ['-c', `examples/two-requests/${name}.ts`]);
  const saving = ['--save-bytes', 'x2'];
  const args = [
    '-s',
    'ERROR',
    '--names',
    ...saving,
    '-m',
    '20',
    '--time-scale',
    '0.05',
    // A machine that stands still for half a second must not tell them apart.
    '--timeout',
    '10m',
    '--json',
    '-',
    '--results',
    folder.path,
  ];
  const { stdout, code } = await runInMemory(['bench', '-c', 'async', ...files, ...args]);
  expect(code).toBe(0);
  const [ours, ...others] = (JSON.parse(stdout) as { cells: Cell[] }).cells;
  for (const name of STYLES) {
    const { outcomes, requests, reasons, contradicted } = others.find(({ strategy }) => strategy === name)!;
    expect({ outcomes, requests, reasons, contradicted }).toEqual({
      outcomes: ours!.outcomes,
      requests: ours!.requests,
      reasons: ours!.reasons,
      contradicted: undefined,
    });
  }
  const losing = others.find(({ strategy }) => strategy === 'callbacks-lose-errors')!;
  expect(losing.contradicted).toMatchObject({ client: 20, server: 13 });
  expect(losing.outcomes).toEqual(ours!.outcomes);
  expect(losing.withheld).toMatch(
    /^it counted 7 flags as downloaded for which the server sent something else: status 418$/,
  );
});

it.each(STYLES)('%s saves each flag under the name of its country, as large as it is told to', async (name) => {
  await using lab = await startLab({ LOCAL: {} });
  await using folder = await temporaryFolder();
  const { download } = (await import(join(ROOT, `examples/two-requests/${name}.ts`))) as { download: OwnDownload };
  const options = { baseUrl: `${lab.url('LOCAL')}/flags`, m: 2, outDir: folder.path, saveTimes: 2 };
  for await (const { kind } of download(['US', 'BR'], options)) expect(kind).toBe('ok');
  const flag = await readFile(join(ROOT, 'flags-data/us/us.gif'));
  expect(await readFile(join(folder.path, 'United_States.gif'))).toEqual(Buffer.concat([flag, flag]));
});
