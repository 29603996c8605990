import { Command } from 'commander';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { isRunName, RUN_NAME } from '../../../lib/run-name.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { controlOption, parser } from '../../options/options.ts';

/** `flaglab watch`: judges any client by what running servers saw of it. */
export const watchCommand: CommandBuilder = (context, exit) =>
  new Command('watch')
    .description("run any client against a running lab and print the servers' verdict on it")
    .argument('<command...>', 'the client and its arguments, after --')
    .addOption(controlOption())
    .option('--run <name>', 'judge only requests with this X-Lab-Run, or under /run/NAME/', parser(runName))
    .option('--json <file>', 'write the verdicts as JSON too; "-" prints them instead', parser(jsonFile))
    .passThroughOptions()
    .addHelpText(
      'after',
      `
With --json - the command's own stdout goes to stderr. The first Ctrl-C is passed on to the command, the second kills it.
What the command leaves running when it ends by a signal gets SIGTERM, and SIGKILL after 2 s;
so do the command and all that it has started where watch itself is killed.

Exit code: the command's own.

Example:
  npx flaglab watch -- curl -sO http://localhost:8001/flags/br/br.gif
  npx flaglab watch --run red -- curl -sO http://localhost:8001/run/red/flags/br/br.gif`,
    )
    .action(async (command: string[], options) => {
      const { watch } = await import('./watch.ts');
      exit(await watch(command, options, context));
    });

function runName(text: string): string {
  if (isRunName(text)) return text;
  throw new UsageError(`the name of a run is ${RUN_NAME}`);
}

/** An option in the place of the file is what a missing file looks like. */
function jsonFile(text: string): string {
  if (text === '-' || !text.startsWith('-')) return text;
  throw new UsageError('give a file, or - for stdout');
}
