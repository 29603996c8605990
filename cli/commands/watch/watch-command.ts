import { Command } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { controlOption } from '../../options/options.ts';

/** `flaglab watch`: judges any client by what running servers saw of it. */
export const watchCommand: CommandBuilder = (context, exit) =>
  new Command('watch')
    .description("run any client against a running lab and print the servers' verdict on it")
    .argument('<command...>', 'the client and its arguments, after --')
    .addOption(controlOption())
    .option('--json', 'print the verdicts as JSON')
    .passThroughOptions()
    .addHelpText(
      'after',
      `
Exit code: the command's own.

Example:
  npx flaglab watch -- curl -sO http://localhost:8001/flags/br/br.gif`,
    )
    .action(async (command: string[], options) => {
      const { watch } = await import('./watch.ts');
      exit(await watch(command, options, context));
    });
