import { CommanderError } from 'commander';
import { LabError } from '../lib/errors/lab-error.ts';
import { ListenError } from '../lib/errors/listen-error.ts';
import { messageOf } from '../lib/errors/message-of.ts';
import { UsageError } from '../lib/errors/usage-error.ts';
import { shortened } from '../lib/units/shortened.ts';
import { program } from './program.ts';
import { endWithWrapper } from './started-by/end-with.ts';
import { type CommandContext, note } from './terminal/command-context.ts';
import { EXIT_FAILED, EXIT_USAGE } from './terminal/exit-codes.ts';

/** What stands in quotation marks and is longer than a text form of any use. */
const LONG_QUOTATION = /"([^"]{300,})"/g;

/** So many characters of it are shown. */
const SHOWN = 200;

/** Runs the context's command line and resolves to its exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted. */
export async function run(context: CommandContext): Promise<number> {
  endWhereNothingCanBeWritten(context);
  using _wrapper = endWithWrapper(context);
  let exitCode = 0;
  const command = program(context, (code) => {
    exitCode = code;
  });
  try {
    await command.parseAsync(context.args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, context);
  }
}

/** A reader that has seen enough, such as head, is no failure. A full disk is one, and is said as long as anybody can hear it. */
function endWhereNothingCanBeWritten(context: CommandContext): void {
  let isOver = false;
  context.stdout.on('error', (error) => {
    if (isOver) return;
    isOver = true;
    if (error.code === 'EPIPE') return context.exit(0);
    note(context, `error: stdout cannot be written: ${messageOf(error)}`);
    context.exit(EXIT_FAILED);
  });
  // The results may still be read.
  context.stderr.on('error', () => {});
}

function exitCodeOf(error: unknown, context: CommandContext): number {
  const [command] = context.args;
  // Commander has printed its own message and the usage already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof UsageError) {
    note(context, `error: ${quotingShortly(error.message)}`);
    note(context, `See: npx flaglab ${command ?? ''} --help`);
    return EXIT_USAGE;
  }
  if (error instanceof LabError) {
    note(
      context,
      `error: ${quotingShortly(error.message)}${error instanceof ListenError ? moveHint(error, context.args) : ''}`,
    );
    return EXIT_FAILED;
  }
  note(context, `internal error: ${error instanceof Error ? error.stack : String(error)}`);
  return EXIT_FAILED;
}

/** A message whose quotations of what was given are cut where they are longer than anybody wants to read twice. */
function quotingShortly(message: string): string {
  return message.replace(LONG_QUOTATION, (_, text: string) => `"${shortened(text, SHOWN)}"`);
}

/** How a command's servers are moved to other ports, or to another socket. */
function moveHint({ socket }: ListenError, [command, ...args]: readonly string[]): string {
  // Where proxies listen is in that file.
  if (command === 'proxy' && args.some((arg) => arg.startsWith('--config')))
    return '; move it with listen in the file (--control-port N for CONTROL)';
  if (socket !== undefined) return '; give another path with --socket';
  return `; move it with --port ${command === 'proxy' ? 'N' : 'LABEL=N'} (--control-port N for CONTROL)`;
}
