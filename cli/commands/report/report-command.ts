import { Command, Option } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { explainOption } from '../../options/explain-option.ts';
import { resultsOption } from '../../options/results-option.ts';
import { REPORT_FORMATS } from './report-formats.ts';

/** `flaglab report`: makes any report of a kept run again, from its records. */
export const reportCommand: CommandBuilder = (context) =>
  new Command('report')
    .description('print a report of a run that was kept')
    .argument('[run]', 'an id, a path, last or last~1', 'last')
    .addOption(new Option('--format <name>', 'how to print it').choices(REPORT_FORMATS).default('text'))
    .addOption(resultsOption())
    .addOption(explainOption())
    .addHelpText('after', '\nExample:\n  npx flaglab report last~1 --format html > report.html')
    .action(async (run: string, options) => {
      const { report } = await import('./report.ts');
      await report(run, options, context);
    });
