import { Command, Option } from 'commander';
import { STRATEGY_ROWS } from '../../../clients/strategy-rows.ts';
import { parseDuration } from '../../../lib/units/duration.ts';
import { parseLabel } from '../../../servers/lab/label.ts';
import { PRESETS } from '../../../servers/lab/presets.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { addCrawlOption } from '../../options/crawl-option.ts';
import { BOOK_TIMEOUT_MS } from '../../options/defaults.ts';
import { once, parser, seedOption, timeoutOption, timeScaleOption, wholeNumber } from '../../options/options.ts';
import { addRequestOptions } from '../../options/request-options.ts';
import { addSelection } from '../../options/selection.ts';
import { addWorkOptions } from '../../options/work-options.ts';
import { DEFAULT_SERVER } from './site.ts';

const NAMES = STRATEGY_ROWS.map(({ name }) => name);

/** What --force lifts, and from where to where. */
const LIFTED = STRATEGY_ROWS.filter(({ maxM, forcedMaxM }) => maxM < forcedMaxM);

/** `flaglab get`: downloads flags with one of the strategies, as the book's clients do. */
export const getCommand: CommandBuilder = (context, exit) =>
  addWorkOptions(addCrawlOption(addRequestOptions(addSelection(new Command('get')))), 'in --out-dir')
    .description('download flags with one strategy and report what happened')
    .option('-c, --client <name>', `strategy: ${NAMES.join(', ')}`, 'async')
    .option(
      '-s, --server <LABEL>',
      `${PRESETS.map(({ label }) => label).join(', ')}, or REMOTE with --base-url (any case); default: ${DEFAULT_SERVER}`,
      parser(parseLabel),
    )
    .option('-m, --max-req <n>', "most requests in flight at once; default: the strategy's own", wholeNumber(1))
    .addOption(
      new Option('--max_req <n>', 'the same, as the book spells it')
        .argParser(wholeNumber(1))
        .conflicts('maxReq')
        .hideHelp(),
    )
    .option('--base-url <url>', 'where the flags are, such as http://localhost:8000/flags')
    .addOption(
      new Option('--room <host>', 'ask the servers of a room (serve --room) on that host; needs --as').conflicts(
        'baseUrl',
      ),
    )
    .option('--as <name>', 'the name that you have in the room', once('a name'))
    .option(
      '--predict <duration>',
      'in a room, before the first request: how long it will take, such as 12s',
      parser(parseDuration),
    )
    .addOption(timeoutOption(BOOK_TIMEOUT_MS))
    .addOption(new Option('--out-dir <folder>', 'where flags are saved').default('downloaded').conflicts('save'))
    .option('--no-save', 'drop the flags instead of saving them')
    .option(
      '--force',
      `lift the highest -m: ${LIFTED.map(({ name, forcedMaxM }) => `${name} to ${forcedMaxM}`).join(', ')}`,
    )
    .addOption(seedOption())
    .addOption(
      timeScaleOption('multiplies the timeout and the waits between retries; give the time scale of the server', 1),
    )
    .option('-v, --verbose', 'one line for each flag instead of a progress bar')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Exit code: 0 when every request got an answer or its timeout, 1 when the server could not be reached or broke off,
130 when interrupted.

Example:
  npx flaglab get --client async -s ERROR -al 100 -m 100
  npx flaglab get --room 192.168.1.20 --as red -s DELAY -al 100 -m 20 --timeout 6s --predict 16s`,
    )
    .action(async (codes: string[], options) => {
      const { get } = await import('./get.ts');
      exit(await get(codes, options, context));
    });
