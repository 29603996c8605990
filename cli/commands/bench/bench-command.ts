import { Command, Option } from 'commander';
import { DEFAULT_CELL_TIMEOUT_MS } from '../../../bench/command/cell-timeout.ts';
import { BENCH_TIMEOUT_MS } from '../../../bench/experiment/bench-timeout.ts';
import { ARRIVALS } from '../../../clients/schedule/arrival-schedule.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatDuration, parseDuration } from '../../../lib/units/duration.ts';
import { addAgentsOptions } from '../../options/agents-options.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { addCrawlOption } from '../../options/crawl-option.ts';
import { MAX_REPEAT } from '../../options/defaults.ts';
import { explainOption } from '../../options/explain-option.ts';
import {
  attachOption,
  collect,
  parser,
  seedOption,
  timeoutOption,
  timeScaleOption,
  wholeNumber,
} from '../../options/options.ts';
import { addRequestOptions } from '../../options/request-options.ts';
import { resultsOption } from '../../options/results-option.ts';
import { addSelection } from '../../options/selection.ts';
import { addServerOptions } from '../../options/server-options.ts';
import { addServiceOptions } from '../../options/service-options.ts';
import { addWorkOptions } from '../../options/work-options.ts';
import {
  DEFAULT_ARRIVALS,
  DEFAULT_DURATION_MS,
  DEFAULT_M,
  DEFAULT_RATE_DURATION_MS,
  DEFAULT_SERVERS,
  DEFAULT_STRATEGIES,
  DEFAULT_UNTIL,
} from './bench-defaults.ts';
import { parseRates } from './bench-rates.ts';

function parseLevels(text: string): number[] | 'auto' {
  if (text === 'auto') return text;
  return text
    .split(',')
    .filter((level) => level.trim() !== '')
    .map(Number);
}

const positive = parser((text) => {
  const ms = parseDuration(text);
  if (ms > 0) return ms;
  throw new UsageError('it must be longer than 0');
});

/** Each connection to one server takes a port, and few systems give out more. */
const MAX_IDLE = 60_000;

/** What goes with `--idle`: the option itself, and where its result is written. */
const WITH_IDLE = ['idle', 'json'];

/**
 * Connections that are held open make no race: nothing else that is said would be done.
 *
 * @throws UsageError for all that does not go with `--idle`
 */
function requireAlone(codes: readonly string[], command: Command): void {
  const other = command.options.find((option) => {
    const name = option.attributeName();
    return command.getOptionValueSource(name) === 'cli' && !WITH_IDLE.includes(name);
  });
  const given = other?.long ?? codes[0];
  if (given !== undefined) throw new UsageError(`--idle goes with --json alone: leave out ${given}`);
}

/** `flaglab bench`: races strategies against servers of its own and compares them. */
export const benchCommand: CommandBuilder = (context, exit) =>
  addWorkOptions(
    addAgentsOptions(
      addCrawlOption(addRequestOptions(addServiceOptions(addServerOptions(addSelection(new Command('bench'))))), [
        'command',
        'rate',
        'repeat',
        'url',
      ]),
    ),
    'in a temporary folder',
  )
    .description('race strategies against servers of its own, and say how far each is from the ideal')
    .option(
      '-s, --server <LABEL>',
      `server to run against, a preset or a label of your own (repeatable); default: ${DEFAULT_SERVERS.join(', ')}`,
      collect(String),
    )
    .option(
      '-c, --client <name>',
      `strategy, or file of a client of your own such as ./mine.ts or ./mine.py (repeatable); default: ${DEFAULT_STRATEGIES.join(', ')}`,
      collect(String),
    )
    .option(
      '--command <command>',
      'a client in any language, with {base_url} {codes_file} {limit} {m} {label} {seed} (repeatable)',
      collect(String),
    )
    .addOption(
      new Option(
        '--repeat <n>',
        'how often to ask for each flag in a cell, each time a new attempt with its own fate; default: 1; without -s, -c, -m: as often as a figure needs',
      )
        .argParser(wholeNumber(1, MAX_REPEAT))
        .conflicts(['rate', 'retries']),
    )
    .option(
      '--cell-timeout <duration>',
      `how long a client of your own may take for one cell, and --setup, --prepare and --cleanup each; default: ${formatDuration(DEFAULT_CELL_TIMEOUT_MS)}`,
      positive,
    )
    .option('--setup <command>', 'run this in a shell once, before the first cell, with {seed}')
    .option(
      '--prepare <command>',
      'run this before each cell, outside its time and its records, with {base_url} {label} {limit} {m} {seed}',
    )
    .option('--cleanup <command>', 'run this once, after the last cell, and however the bench ends, with {seed}')
    .addOption(
      new Option(
        '--rate <n/s>',
        'start so many requests a second, whatever becomes of them, instead of the strategies; 10/s..200/s rises until a condition is met',
      )
        .argParser(parser(parseRates))
        .conflicts(['client', 'command', 'maxReq', 'sweep', 'retries', 'names', 'cpu', 'saveBytes', 'saveWith']),
    )
    .option(
      '--until <conditions>',
      `what ends a --rate that rises, such as "errors>5%,p95>500ms"; default: "${DEFAULT_UNTIL}"`,
    )
    .option(
      '--duration <duration>',
      `for so long; default: ${formatDuration(DEFAULT_DURATION_MS)}, or ${formatDuration(DEFAULT_RATE_DURATION_MS)} and more at each rate of several`,
      positive,
    )
    .addOption(new Option('--arrivals <how>', `how they come; default: ${DEFAULT_ARRIVALS}`).choices(ARRIVALS))
    .option(
      '--idle <n>',
      'instead of a race, hold so many idle connections to LOCAL open, keep-alive and then WebSocket, and say what each costs; only --json goes with it',
      wholeNumber(1, MAX_IDLE),
    )
    .option(
      '-m, --max-req <n>',
      `most requests in flight at once (default ${DEFAULT_M}); sequential always has 1`,
      wholeNumber(1),
    )
    .addOption(
      new Option(
        '--sweep <levels>',
        'several levels of -m, ascending, such as 1,2,4,8, or auto: doubled up to all flags',
      )
        .argParser(parser(parseLevels))
        .conflicts('maxReq'),
    )
    .option('--highest <conditions>', 'say the highest m of a sweep that meets them, such as "p95<=200ms,errors<=1%"')
    .addOption(explainOption())
    .option('--repetitions <n>', 'how often the matrix is run, forward and backward in turn', wholeNumber(1, 100), 1)
    .addOption(seedOption())
    .addOption(timeScaleOption('multiplies every injected duration and the timeout', 0.1))
    .addOption(timeoutOption(BENCH_TIMEOUT_MS))
    .addOption(attachOption())
    .addOption(resultsOption())
    .option('--resume [run]', 'go on with a run that was interrupted, or measure again what failed; default: the last')
    .option('--assert <text>', 'what must hold, such as "async.DELAY.goodput > 40" (repeatable)', collect(String))
    .option('--junit <file>', 'write the assertions as JUnit XML')
    .option('--markdown <file>', 'write the results as Markdown, for a comment on a pull request')
    .option('--csv <file>', 'write what happened to each flag as CSV')
    .option('--json <file>', 'write the results as JSON too; "-" prints them instead of the table')
    .addHelpText(
      'after',
      `
--setup that fails ends the bench before its first cell, --prepare that fails is a cell that failed. What they
print goes nowhere, but for the last line when one fails; what they leave running is ended.

Exit code: 0 when every cell was measured, 1 when one, or --cleanup, failed, 99 when an assertion does not hold, 130 when interrupted.

Example:
  npx flaglab bench -s DELAY -c sequential -c async --limit 10 -m 5
  npx flaglab bench -s LIMITED --rate 100/s..2000/s --until 'errors>1%'
  npx flaglab bench --idle 10000`,
    )
    .action(async (codes: string[], options, command: Command) => {
      if (options.idle !== undefined) {
        requireAlone(codes, command);
        const { idle } = await import('./idle.ts');
        return exit(await idle(options, context));
      }
      const { bench } = await import('./bench.ts');
      exit(await bench(codes, options, context));
    });
