import { Command } from 'commander';
import { BENCH_TIMEOUT_MS } from '../defaults.ts';
import { collect, seedOption, timeoutOption, timeScaleOption, wholeNumber } from '../options.ts';
import type { CommandBuilder } from '../program.ts';
import { addSelection } from '../selection.ts';

/** `flaglab bench`: races strategies against servers of its own and compares them. */
export const benchCommand: CommandBuilder = (terminal, exit) =>
  addSelection(new Command('bench'))
    .description('race strategies against servers of its own, and say how far each is from the ideal')
    .option('-s, --server <LABEL>', 'server to run against (repeatable); default: LOCAL, DELAY, ERROR', collect(String))
    .option(
      '-c, --client <name>',
      'strategy to run (repeatable); default: sequential, workers, async, hybrid',
      collect(String),
    )
    .option('-m, --max-req <n>', 'most requests in flight at once; sequential always has 1', wholeNumber(1), 20)
    .addOption(seedOption())
    .addOption(timeScaleOption('multiplies every injected duration and the timeout', 0.1))
    .addOption(timeoutOption(BENCH_TIMEOUT_MS, '10s'))
    .option('--json <file>', 'write the results as JSON too; "-" prints them instead of the table')
    .addHelpText(
      'after',
      `
Exit code: 0 when every cell was measured, 1 when one failed, 130 when interrupted.

Example:
  npx flaglab bench -s DELAY -c sequential -c async --limit 10 -m 5`,
    )
    .action(async (codes: string[], options) => {
      const { bench } = await import('../bench.ts');
      exit(await bench(codes, options, terminal));
    });
