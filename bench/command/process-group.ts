import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { sleep } from '../../lib/concurrency/sleep.ts';
import { ClientError } from '../../lib/errors/client-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';

/** A stream of this process that a command writes to. */
export type SharedOutput = 'stdout' | 'stderr';

const FILE_NUMBERS: Readonly<Record<SharedOutput, number>> = { stdout: 1, stderr: 2 };

/** How long processes have to end in their own way before they are killed, in milliseconds. */
const GRACE_MS = 2000;

/** How long killed ones are waited for: an init that takes no notice of the dead keeps them for ever, in milliseconds. */
const GONE_MS = 500;

/** How often to look whether they are gone, in milliseconds. */
const LOOK_AGAIN_MS = 20;

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
    this.#send(name);
  }

  /** Ends what the command has left running in its group: with SIGTERM, and 2 s later with SIGKILL. */
  async end(): Promise<void> {
    this.signal('SIGTERM');
    if (await this.#isGoneWithin(GRACE_MS)) return;
    this.signal('SIGKILL');
    await this.#isGoneWithin(GONE_MS);
  }

  async #isGoneWithin(ms: number): Promise<boolean> {
    for (let waitedMs = 0; this.#send(0); waitedMs += LOOK_AGAIN_MS) {
      if (waitedMs >= ms) return false;
      await sleep(LOOK_AGAIN_MS);
    }
    return true;
  }

  /** Whether there was a process to send it to; 0 only looks. */
  #send(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-this.#pid, signal);
    } catch {
      return false;
    }
  }
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
