import { Command, Option } from 'commander';
import { parsePercent } from '../../../lib/units/percent.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { parser } from '../../options/options.ts';
import { resultsOption } from '../../options/results-option.ts';

/** `flaglab compare`: says how one kept run differs from another. */
export const compareCommand: CommandBuilder = (context, exit) =>
  new Command('compare')
    .description('compare two runs that were kept, flag by flag, and say whether B is faster, slower or neither')
    .argument('<A>', 'the run to compare with: an id, a path, last or last~1')
    .argument('<B>', 'the run to judge')
    .addOption(
      new Option('--fail-on-regression [share]', 'exit with 99 when a cell of B is slower by more than this share')
        .argParser(parser(parsePercent))
        .preset('5%'),
    )
    .addOption(resultsOption())
    .option('--json', 'print the comparison as JSON')
    .option('--markdown <file>', 'write it as Markdown too, for a comment on a pull request')
    .addHelpText(
      'after',
      `
Each flag is compared with itself. Cells whose seed, time scale, timeout, faults or schedule differ are left out,
and so are flags that only one run asked for.

Exit code: 0 when they were compared, 1 when nothing could be, 99 for a regression.

Example:
  npx flaglab compare last~1 last --fail-on-regression 5%`,
    )
    .action(async (a: string, b: string, options) => {
      const { compareRuns } = await import('./compare.ts');
      exit(await compareRuns({ a, b }, options, context));
    });
