import { Command, Option } from 'commander';
import { BENCH_TIMEOUT_MS } from '../../../bench/experiment/bench-timeout.ts';
import { POLITE_M } from '../../../bench/result/settings/service.ts';
import { NAMED_GOALS } from '../../../bench/tune/named-goals.ts';
import {
  LEAST_SCALE,
  LONG_ENOUGH_MS,
  MIN_FLAGS,
  MOST_SCALE,
  MOST_SERVICE_ITEMS,
} from '../../../bench/tune/tune-settings.ts';
import { addAgentsOptions } from '../../options/agents-options.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { attachOption, seedOption, timeoutOption, timeScaleOption, wholeNumber } from '../../options/options.ts';
import { addRequestOptions } from '../../options/request-options.ts';
import { resultsOption } from '../../options/results-option.ts';
import { addServerOptions } from '../../options/server-options.ts';
import { addServiceOptions } from '../../options/service-options.ts';

/** The goals that have a name, with what they stand for. */
const GOALS = Object.entries(NAMED_GOALS)
  .map(([name, conditions]) => (conditions === '' ? name : `${name} (${conditions})`))
  .join(', ');

/** `flaglab tune`: finds the concurrency that is best for one strategy against one server. */
export const tuneCommand: CommandBuilder = (context, exit) =>
  addAgentsOptions(addRequestOptions(addServiceOptions(addServerOptions(new Command('tune')))))
    .description(
      'find the best concurrency for a strategy against a server, in few measurements, and say how sure it is',
    )
    .option('-s, --server <LABEL>', 'the server, a preset or a label of your own')
    .option('-c, --client <name>', 'the strategy', 'async')
    .addOption(
      new Option(
        '--goal <goal>',
        `what the best m is to meet: ${GOALS}, or conditions such as p95<200ms,errors<=1%`,
      ).default('goodput'),
    )
    .option(
      '-l, --limit <n>',
      `at most so many flags, or items of a service, in one measurement; default: all flags, ${MOST_SERVICE_ITEMS} items`,
      wholeNumber(MIN_FLAGS, 100_000),
    )
    .option(
      '--max-m <n>',
      `try no higher m; default: what the strategy can have, or ${POLITE_M} for a service on another computer`,
      wholeNumber(1),
    )
    .option('--keep-going', 'go on where a service refuses requests, or where its p95 has doubled')
    .option('--budget <n>', 'at most so many measurements', wholeNumber(3, 500), 30)
    .addOption(seedOption())
    .addOption(
      timeScaleOption(
        `multiplies every injected duration and the timeout; default: so that a request takes ${LONG_ENOUGH_MS}ms, from ${LEAST_SCALE} to ${MOST_SCALE}`,
      ),
    )
    .addOption(timeoutOption(BENCH_TIMEOUT_MS))
    .addOption(attachOption())
    .option('--explain', 'say what the scalability law and Kneedle find, and whether it may be used')
    .addOption(resultsOption())
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx flaglab tune -s LIMITED -c async
  npx flaglab tune --url 'http://localhost:3000/products/{item}' --items 1..500`,
    )
    .action(async (options) => {
      const { tuneStrategy } = await import('./tune.ts');
      exit(await tuneStrategy(options, context));
    });
