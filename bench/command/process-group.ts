import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { ClientError } from '../../lib/errors/client-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';

/** A stream of this process that a command writes to. */
export type SharedOutput = 'stdout' | 'stderr';

const FILE_NUMBERS: Readonly<Record<SharedOutput, number>> = { stdout: 1, stderr: 2 };

/**
 * A command with this process's own streams, in a group of its own: so Ctrl-C in a terminal reaches this process alone,
 * which passes it on, and the command has it once.
 */
export class ProcessGroup {
  /** Its exit code; 128 and the number of the signal that ended it, as shells say. */
  readonly ended: Promise<number>;
  readonly #pid: number;

  private constructor(pid: number, ended: Promise<number>) {
    this.#pid = pid;
    this.ended = ended;
  }

  /**
   * @param output where its stdout goes
   * @throws ClientError when it cannot be run
   */
  static async start([name = '', ...args]: readonly string[], output: SharedOutput): Promise<ProcessGroup> {
    const child = spawn(name, args, { stdio: ['inherit', FILE_NUMBERS[output], 'inherit'], detached: true });
    const ended = once(child, 'close').then(([code, signal]) => exitCodeOf(code, signal));
    // Where it cannot be run, that is what is told.
    ended.catch(() => {});
    try {
      await once(child, 'spawn');
    } catch (cause) {
      throw new ClientError(`"${name}" cannot be run: ${messageOf(cause)}`, { cause });
    }
    return new ProcessGroup(child.pid!, ended);
  }

  /** Sends a signal to all its processes. */
  signal(name: NodeJS.Signals): void {
    try {
      process.kill(-this.#pid, name);
    } catch {
      // It has ended in between.
    }
  }
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
