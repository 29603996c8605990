import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { ClientError } from '../../lib/errors/client-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { careFor } from './caretaker.ts';
import { MARK_NAME, nextMark } from './command-mark.ts';
import { ProcessTree } from './process-tree.ts';

/** A stream of this process that a command writes to. */
export type SharedOutput = 'stdout' | 'stderr';

const FILE_NUMBERS: Readonly<Record<SharedOutput, number>> = { stdout: 1, stderr: 2 };

/** What a command gets of this process. */
export interface Shared {
  /** Where its stdout goes. */
  readonly output: SharedOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * A command with this process's own streams, in a group of its own: so Ctrl-C in a terminal reaches this process alone,
 * which passes it on, and the command has it once. It ends when this process is killed; `using` it lets what it has left
 * running live on.
 */
export class ProcessGroup implements Disposable {
  /** Its exit code; 128 and the number of the signal that ended it, as shells say. */
  readonly ended: Promise<number>;
  readonly #pid: number;
  readonly #tree: ProcessTree;
  readonly #care: Disposable;

  private constructor(pid: number, mark: string, ended: Promise<number>) {
    this.#pid = pid;
    this.#tree = new ProcessTree(pid, mark);
    this.#care = careFor(pid);
    this.ended = ended;
  }

  /** @throws ClientError when it cannot be run */
  static async start([name = '', ...args]: readonly string[], { output, env }: Shared): Promise<ProcessGroup> {
    const mark = nextMark();
    const child = spawn(name, args, {
      stdio: ['inherit', FILE_NUMBERS[output], 'inherit'],
      env: { ...env, [MARK_NAME]: (env[MARK_NAME] ?? '') + mark },
      detached: true,
    });
    const ended = once(child, 'close').then(([code, signal]) => exitCodeOf(code, signal));
    // Where it cannot be run, that is what is told.
    ended.catch(() => {});
    try {
      await once(child, 'spawn');
    } catch (cause) {
      throw new ClientError(`"${name}" cannot be run: ${messageOf(cause)}`, { cause });
    }
    return new ProcessGroup(child.pid!, mark, ended);
  }

  /** Sends a signal to all its processes. */
  signal(name: NodeJS.Signals): void {
    try {
      process.kill(-this.#pid, name);
    } catch {
      // They ended in between.
    }
  }

  /** Ends what the command has left running: with SIGTERM, and 2 s later with SIGKILL. */
  async end(): Promise<void> {
    await this.#tree.end();
  }

  [Symbol.dispose](): void {
    this.#care[Symbol.dispose]();
  }
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
