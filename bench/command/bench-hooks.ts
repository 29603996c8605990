import { LabError } from '../../lib/errors/lab-error.ts';
import type { Cell } from '../result/cell.ts';
import type { BenchSettings } from '../result/result.ts';
import type { HookName } from '../result/settings/hooks.ts';
import { codesOf } from '../result/tested-server.ts';
import type { Warning } from '../result/warning.ts';
import { DEFAULT_CELL_TIMEOUT_MS } from './cell-timeout.ts';
import type { PlaceholderValues } from './command-template.ts';
import { runHook } from './run-hook.ts';

/** What is being done before the first cell, or after the last. */
export type HookStage = '--setup' | '--cleanup';

/** What somebody wants to be run around the matrix and its cells; where nothing was asked for, nothing is. */
export class BenchHooks {
  readonly #settings: BenchSettings;
  readonly #signal: AbortSignal | undefined;
  readonly #tell: (stage: HookStage) => void;
  #isSetUp = false;

  /**
   * @param signal kills the hook that runs when it aborts
   * @param tell called when what belongs to no cell is about to run
   */
  constructor(settings: BenchSettings, signal: AbortSignal | undefined, tell: (stage: HookStage) => void) {
    this.#settings = settings;
    this.#signal = signal;
    this.#tell = tell;
  }

  /**
   * Runs --setup, before the first cell.
   *
   * @throws LabError when it fails
   */
  async setUp(): Promise<void> {
    this.#isSetUp = true;
    await this.#run('setup', { seed: this.#settings.seed }, this.#signal);
  }

  /**
   * Runs --prepare, before a cell's process is started.
   *
   * @throws LabError when it fails
   */
  async prepare({ server: label, m }: Cell, baseUrl: string): Promise<void> {
    const { seed } = this.#settings;
    const limit = codesOf(this.#settings, label).length;
    await this.#run('prepare', { label, base_url: baseUrl, limit, m, seed }, this.#signal);
  }

  /**
   * Runs --cleanup, once --setup was begun: what was set up by halves must be cleaned up, too. A bench that was called off
   * cleans up all the same. Resolves to a warning where that failed.
   */
  async cleanUp(): Promise<Warning | undefined> {
    if (!this.#isSetUp) return undefined;
    try {
      await this.#run('cleanup', { seed: this.#settings.seed }, this.#signal?.aborted ? undefined : this.#signal);
      return undefined;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      const hint = 'what it is for may be left to do: run it by hand';
      return { kind: 'cleanup-failed', message: error.message, hint };
    }
  }

  async #run(name: HookName, values: Partial<PlaceholderValues>, signal: AbortSignal | undefined): Promise<void> {
    const { [name]: command, cellTimeoutMs = DEFAULT_CELL_TIMEOUT_MS } = this.#settings;
    if (command === undefined) return;
    if (name !== 'prepare') this.#tell(`--${name}`);
    await runHook({ name, command, values, cellTimeoutMs, signal });
  }
}
