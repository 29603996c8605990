import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MeasuredCell } from '../bench/result/cell.ts';
import type { BenchResult } from '../bench/result/result.ts';

const run = promisify(execFile);

/** One cell of a bench of a client, with these options, in the bench's own processes. */
export async function benchCell(client: string, ...options: readonly string[]): Promise<MeasuredCell> {
  const results = await mkdtemp(join(tmpdir(), 'flaglab-perf-'));
  const cli = new URL('../cli/main.ts', import.meta.url).pathname;
  const args = [cli, 'bench', '-c', client, ...options, '--results', results, '--json', '-'];
  try {
    const { stdout } = await run(process.execPath, args, { maxBuffer: 2 ** 26 });
    return (JSON.parse(stdout) as BenchResult).cells[0] as MeasuredCell;
  } finally {
    await rm(results, { recursive: true });
  }
}
