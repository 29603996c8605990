import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { messageOf } from '../../../lib/errors/message-of.ts';
import { runState } from '../../../servers/control/schemas.ts';
import { askControl, type ControlOptions } from '../../running-servers/control-client.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { verdictLines } from './verdict-report.ts';

/** The options of `flaglab watch`. */
export interface WatchOptions extends ControlOptions {
  readonly json?: boolean;
}

/** Starts a run, runs the command, stops the run and prints what the servers saw. Resolves to the command's exit code. */
export async function watch(
  command: readonly string[],
  options: WatchOptions,
  context: CommandContext,
): Promise<number> {
  const { id } = await askControl(options, context, runState, 'POST', '/api/runs', {});
  // Ctrl-C reaches the command too, which ends in its own way; what it did is judged all the same.
  using _interrupt = new Interrupt(context);
  const exitCode = await runCommand(command);
  const { verdicts } = await askControl(options, context, runState, 'POST', `/api/runs/${id}/stop`, {});
  const seen = verdicts.filter(({ requests }) => requests > 0);
  if (options.json === true) print(context, JSON.stringify(seen));
  else if (seen.length === 0) print(context, 'No server of the lab saw a request.');
  else for (const verdict of seen) for (const line of verdictLines(verdict)) print(context, line);
  return exitCode;
}

function runCommand([name = '', ...args]: readonly string[]): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(name, args, { stdio: 'inherit' });
  child.once('error', (cause) => reject(new LabError(`"${name}" cannot be run: ${messageOf(cause)}`, { cause })));
  // As shells do: 128 and the number of the signal that ended it.
  child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  return promise;
}
