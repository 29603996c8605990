import { Command } from 'commander';
import { version } from '../lib/package/version.ts';
import { agentCommand } from './commands/agent/agent-command.ts';
import { benchCommand } from './commands/bench/bench-command.ts';
import { compareCommand } from './commands/compare/compare-command.ts';
import { doctorCommand } from './commands/doctor/doctor-command.ts';
import { domainsCommand } from './commands/domains/domains-command.ts';
import { explainCommand } from './commands/explain/explain-command.ts';
import { faultsCommand } from './commands/faults/faults-command.ts';
import { getCommand } from './commands/get/get-command.ts';
import { historyCommand } from './commands/history/history-command.ts';
import { lessonCommand } from './commands/lesson/lesson-command.ts';
import { mojifinderCommand } from './commands/mojifinder/mojifinder-command.ts';
import { planCommand } from './commands/plan/plan-command.ts';
import { proxyCommand } from './commands/proxy/proxy-command.ts';
import { reportCommand } from './commands/report/report-command.ts';
import { serveCommand } from './commands/serve/serve-command.ts';
import { spinnerCommand } from './commands/spinner/spinner-command.ts';
import { tuneCommand } from './commands/tune/tune-command.ts';
import { watchCommand } from './commands/watch/watch-command.ts';
import type { CommandBuilder, Exit } from './options/command-builder.ts';
import { type CommandContext, note, print } from './terminal/command-context.ts';
import { lineWidth, type Output } from './terminal/output.ts';

/** How wide help is in a pipe, in characters. */
const HELP_WIDTH = 80;

const COMMANDS: readonly CommandBuilder[] = [
  serveCommand,
  getCommand,
  planCommand,
  benchCommand,
  tuneCommand,
  agentCommand,
  doctorCommand,
  historyCommand,
  reportCommand,
  compareCommand,
  faultsCommand,
  watchCommand,
  proxyCommand,
  mojifinderCommand,
  domainsCommand,
  spinnerCommand,
  lessonCommand,
  explainCommand,
];

/** The whole command line. Nothing in it exits or prints but through the context. */
export function program(context: CommandContext, exit: Exit): Command {
  const root = new Command('flaglab')
    .description('A local lab of misbehaving HTTP servers and concurrent clients.')
    .version(version())
    .enablePositionalOptions()
    .addHelpText('after', '\nExample:\n  npx flaglab bench -s DELAY -c sequential -c async --limit 10');
  for (const build of COMMANDS) root.addCommand(build(context, exit));
  configure(root, context);
  return root;
}

function configure(command: Command, context: CommandContext): void {
  for (const child of command.commands) configure(child, context);
  command.exitOverride().configureOutput({
    writeOut: (text) => print(context, text.trimEnd()),
    writeErr: (text) => note(context, text.trimEnd()),
    outputError: (text, write) => write(`${text}Usage: ${usageOf(command)}\n`),
    getOutHelpWidth: () => helpWidth(context.stdout),
    getErrHelpWidth: () => helpWidth(context.stderr),
  });
}

/** As wide as the terminal; elsewhere as its users expect of help. */
function helpWidth(output: Output): number {
  return output.isTTY ? lineWidth(output) : HELP_WIDTH;
}

function usageOf(command: Command): string {
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  return `npx ${names.join(' ')} ${command.usage()}`;
}
