import { Command, Option } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { BENCH_TIMEOUT_MS } from '../../options/defaults.ts';
import { seedOption, timeoutOption, timeScaleOption, wholeNumber } from '../../options/options.ts';

/** `flaglab tune`: finds the concurrency that is best for one strategy against one server. */
export const tuneCommand: CommandBuilder = (terminal, exit) =>
  new Command('tune')
    .description(
      'find the best concurrency for a strategy against a server, in few measurements, and say how sure it is',
    )
    .requiredOption('-s, --server <LABEL>', 'the server')
    .option('-c, --client <name>', 'the strategy', 'async')
    .addOption(new Option('--goal <goal>', 'goodput, efficiency (90 % or more), or p95<200ms').default('goodput'))
    .option('-l, --limit <n>', 'at most so many flags in one measurement', wholeNumber(20, 194), 194)
    .option('--budget <n>', 'at most so many measurements', wholeNumber(3, 500), 30)
    .addOption(seedOption())
    .addOption(timeScaleOption('multiplies every injected duration and the timeout', 0.1))
    .addOption(timeoutOption(BENCH_TIMEOUT_MS))
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  npx flaglab tune -s LIMITED -c async')
    .action(async (options) => {
      const { tuneStrategy } = await import('./tune.ts');
      exit(await tuneStrategy(options, terminal));
    });
