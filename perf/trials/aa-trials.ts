// How often a comparison sees a difference where there is none: `npm run trials:aa [trials]`. Each trial benches the
// same thing twice and compares the two.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Comparison } from '../../bench/compare/compare.ts';

const TRIALS = Number(process.argv[2] ?? 40);
const BENCH = ['bench', '-s', 'LOCAL', '-s', 'DELAY', '-s', 'LIMITED', '-c', 'async', '-c', 'workers'];
const SILENT_NEEDED = 0.95;
const NO_DIFFERENCE = 'no difference shown';
const CLI = new URL('../../cli/main.ts', import.meta.url).pathname;

const run = promisify(execFile);
const results = await mkdtemp(join(tmpdir(), 'flaglab-aa-'));
let silent = 0;
try {
  for (let trial = 1; trial <= TRIALS; trial++) {
    await flaglab(...BENCH);
    await flaglab(...BENCH);
    const { cells } = JSON.parse(await flaglab('compare', 'last~1', 'last', '--json')) as Comparison;
    const heard = cells.filter(({ verdict }) => verdict !== NO_DIFFERENCE);
    if (heard.length === 0) silent += 1;
    const names = heard.map(({ server, strategy, verdict }) => `${server} ${strategy} ${verdict}`);
    console.log(`trial ${trial}: ${names.length === 0 ? NO_DIFFERENCE : names.join(', ')}`);
  }
} finally {
  await rm(results, { recursive: true });
}
console.log(`No difference shown in ${silent} of ${TRIALS} trials of ${BENCH.join(' ')}.`);
process.exitCode = silent >= SILENT_NEEDED * TRIALS ? 0 : 1;

async function flaglab(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [CLI, ...args, '--results', results], { maxBuffer: 2 ** 26 });
  return stdout;
}
