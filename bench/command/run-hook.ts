import { devNull } from 'node:os';
import { ClientError } from '../../lib/errors/client-error.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import type { Hook } from '../result/settings/hooks.ts';
import { fillIn, type PlaceholderValues } from './command-template.ts';
import { runCommand } from './run-command.ts';

/** A hook to run. */
export interface HookRun extends Hook {
  /** What stands for the placeholders of its command. */
  readonly values: Readonly<Partial<PlaceholderValues>>;
  /** After so long it is killed. */
  readonly cellTimeoutMs: number;
  /** Kills it when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a hook until its end, without a stdin, and with what it prints kept away from the bench's own output. What it leaves
 * running is killed, as with a client's command.
 *
 * @throws LabError when it cannot be run, fails, takes too long or is called off: the message has the last line that it wrote
 */
export async function runHook({ name, command, values, cellTimeoutMs, signal }: HookRun): Promise<void> {
  try {
    await runCommand({ command: fillIn(command, values), stdin: devNull, cellTimeoutMs, signal });
  } catch (cause) {
    if (!(cause instanceof ClientError)) throw cause;
    throw new LabError(`--${name} failed: ${cause.message}`, { cause });
  }
}
