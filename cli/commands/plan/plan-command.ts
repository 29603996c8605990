import { Command, Option } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { addCrawlOption } from '../../options/crawl-option.ts';
import { BOOK_TIMEOUT_MS, MAX_REPEAT } from '../../options/defaults.ts';
import { seedOption, timeoutOption, timeScaleOption, wholeNumber } from '../../options/options.ts';
import { addRequestOptions } from '../../options/request-options.ts';
import { addSelection } from '../../options/selection.ts';
import { addServerOptions } from '../../options/server-options.ts';

/** `flaglab plan`: prints what will happen to each request before any is sent. */
export const planCommand: CommandBuilder = (context) =>
  addCrawlOption(addRequestOptions(addServerOptions(addSelection(new Command('plan')))), ['repeat'])
    .description('print what a server will do to each request, and the ideal time, before anything is sent')
    .requiredOption('-s, --server <LABEL>', 'the server whose fates to print')
    .option('-m, --max-req <n>', 'slots of the client whose ideal time is wanted', wholeNumber(1), 1)
    .addOption(
      new Option('--repeat <n>', 'how often to ask for each flag, each time a new attempt with its own fate')
        .argParser(wholeNumber(1, MAX_REPEAT))
        .default(1)
        .conflicts('retries'),
    )
    .addOption(seedOption())
    .addOption(timeScaleOption('multiplies every injected duration and the timeout', 1))
    .addOption(timeoutOption(BOOK_TIMEOUT_MS))
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', '\nExample:\n  npx flaglab plan -s ERROR -a -m 100 --seed 7')
    .action(async (codes: string[], options) => {
      const { plan } = await import('./plan.ts');
      plan(codes, options, context);
    });
