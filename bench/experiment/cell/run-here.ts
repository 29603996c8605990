import { onAbort } from '../../../lib/concurrency/on-abort.ts';
import { TemporaryFolder } from '../../command/temporary-folder.ts';
import type { CellReport, CellTask } from './cell-process.ts';
import { type CellBrought, type CellGround, type CellRunner, isCommandTask } from './cell-runner.ts';
import { CommandCell } from './command-cell.ts';
import { type CellProcess, startCellProcess, startClientProcess } from './start-cell-process.ts';

/**
 * Runs the client of a cell on this machine, in a process of its own.
 *
 * @param spare the process for it, where it is a module: one that stood by; default: one that is started now
 * @param onPrinted called with what a command prints, piece by piece
 */
export function runHere(spare?: CellProcess, onPrinted?: (text: string) => void): CellRunner {
  return {
    run: async (task, ground) => {
      if (!isCommandTask(task)) return await runInChild(task, ground, spare);
      await using cell = await CommandCell.prepare(task);
      await ground.servers.begin(ground.label);
      return await cell.run(ground.signal, onPrinted);
    },
  };
}

/** The process of a cell whose client is no command, and what it needs beside itself. Disposing of it ends both. */
export class PreparedChild implements AsyncDisposable {
  readonly #child: CellProcess;
  readonly #folder: TemporaryFolder | undefined;

  /**
   * Starts the process, and has it load and warm up all that the task needs.
   *
   * @param spare one that stood by, for a module
   * @throws LabError when it dies or cannot load its client, OutputError when there is no folder to save in
   */
  static async prepare(task: CellTask, signal?: AbortSignal, spare?: CellProcess): Promise<PreparedChild> {
    const folder = task.saves === true ? await TemporaryFolder.make() : undefined;
    const isModule = task.client.kind === 'module';
    const child = isModule ? (spare ?? startClientProcess()) : startCellProcess("the cell's process");
    const prepared = new PreparedChild(child, folder);
    try {
      await prepared.#prepare(task, signal);
      return prepared;
    } catch (error) {
      await prepared[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(child: CellProcess, folder: TemporaryFolder | undefined) {
    this.#child = child;
    this.#folder = folder;
  }

  async #prepare(task: CellTask, signal: AbortSignal | undefined): Promise<void> {
    using _stopped = onAbort(signal, () => this.#child.kill());
    const options = { ...task.options, ...(this.#folder && { outDir: this.#folder.path }) };
    await this.#child.ask((calls) => calls.prepare({ ...task, options }));
  }

  /**
   * Begins the task, up to its first request: that waits for `run`.
   *
   * @throws LabError when the process dies, or its client cannot begin
   */
  async hold(signal?: AbortSignal): Promise<void> {
    using _stopped = onAbort(signal, () => this.#child.kill());
    await this.#child.ask((calls) => calls.hold());
  }

  /**
   * Does the task.
   *
   * @param atMs when a task that is held is to begin, on the machine's monotonic clock; absent for one that is not
   * @throws LabError when the process dies, or that moment has passed
   */
  async run(signal?: AbortSignal, atMs?: number): Promise<CellReport> {
    using _stopped = onAbort(signal, () => this.#child.kill());
    return await this.#child.ask((calls) => calls.run(atMs));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
    await this.#folder?.[Symbol.asyncDispose]();
  }
}

async function runInChild(
  task: CellTask,
  { servers, label, signal }: CellGround,
  spare: CellProcess | undefined,
): Promise<CellBrought> {
  await using child = await PreparedChild.prepare(task, signal, spare);
  await servers.begin(label);
  return await child.run(signal);
}
