import { expect, it } from 'vitest';
import { runFlaglab } from '../../../helpers/run-flaglab.ts';
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
  const args = ['-s', 'ERROR', '--names', '-m', '20', '--time-scale', '0.05', '--json', '-', '--results', folder.path];
  const { stdout, code } = await runFlaglab(['bench', '-c', 'async', ...files, ...args], { cwd: ROOT });
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
  expect(losing.contradicted).toMatchObject({ client: 20, server: 17 });
  expect(losing.withheld).toMatch(
    /^it counted 3 flags as downloaded for which the server sent something else: status 418$/,
  );
});
