import { Command } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { resultsOption } from '../../options/results-option.ts';

/** `flaglab history`: lists the runs that were kept. */
export const historyCommand: CommandBuilder = (context) =>
  new Command('history')
    .description('list the runs that were kept, oldest first')
    .addOption(resultsOption())
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExample:\n  npx flaglab history')
    .action(async (options) => {
      const { history } = await import('./history.ts');
      history(options, context);
    });
