import { Command, Option } from 'commander';
import { BENCH_TIMEOUT_MS, RESULTS_FOLDER } from '../defaults.ts';
import { collect, parser, seedOption, timeoutOption, timeScaleOption, wholeNumber } from '../options.ts';
import type { CommandBuilder } from '../program.ts';
import { addSelection } from '../selection.ts';

function parseLevels(text: string): number[] {
  return text
    .split(',')
    .filter((level) => level.trim() !== '')
    .map(Number);
}

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
    .option(
      '-m, --max-req <n>',
      'most requests in flight at once (default 20); sequential always has 1',
      wholeNumber(1),
    )
    .addOption(
      new Option('--sweep <levels>', 'several levels of -m, ascending, such as 1,2,4,8')
        .argParser(parser(parseLevels))
        .conflicts('maxReq'),
    )
    .option('--repetitions <n>', 'how often the matrix is run, forward and backward in turn', wholeNumber(1, 100), 1)
    .addOption(seedOption())
    .addOption(timeScaleOption('multiplies every injected duration and the timeout', 0.1))
    .addOption(timeoutOption(BENCH_TIMEOUT_MS, '10s'))
    .option('--results <folder>', 'where runs are kept', RESULTS_FOLDER)
    .option('--resume [run]', 'go on with a run that was interrupted; default: the last')
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
