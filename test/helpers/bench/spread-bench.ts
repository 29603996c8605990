import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellResult, MeasuredCell } from '../../../bench/result/cell.ts';
import type { ItemRecord } from '../../../bench/result/item-record.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { runInMemory } from '../memory-context.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A bench whose cells agents have done, what it has kept, and what it said. */
export interface SpreadBench {
  readonly code: number;
  readonly stderr: string;
  readonly result: Omit<BenchResult, 'cells'> & { readonly cells: readonly (CellResult & MeasuredCell)[] };
  readonly records: readonly ItemRecord[];
  /** The other files of its run, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Runs a bench that agents, which are processes of their own, carry. */
export async function spreadBench(redis: string, agents: number, ...args: readonly string[]): Promise<SpreadBench> {
  await using folder = await temporaryFolder();
  const spread = ['--redis', redis, '--agents', String(agents), '--results', folder.path, '--json', '-'];
  const { code, stdout, stderr } = await runInMemory(['bench', ...args, ...spread]);
  const run = readdirSync(folder.path, { withFileTypes: true }).find((entry) => entry.isDirectory())?.name;
  const read = (name: string) => readFileSync(join(folder.path, run!, name), 'utf8');
  const names = run === undefined ? [] : readdirSync(join(folder.path, run));
  const files = Object.fromEntries(names.map((name) => [name, read(name)]));
  const lines = (files['records.ndjson'] ?? '').split('\n').filter((line) => line !== '');
  return {
    code,
    stderr,
    result: stdout === '' ? JSON.parse(files['summary.json'] ?? '{}') : JSON.parse(stdout),
    records: lines.map((line) => JSON.parse(line)),
    files,
  };
}
