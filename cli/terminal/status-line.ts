import { onAbort } from '../../lib/concurrency/on-abort.ts';
import type { CommandContext } from './command-context.ts';
import { lineWidth } from './output.ts';
import { printable } from './printable.ts';
import { ERASE_REST } from './progress-bar.ts';
import { cut } from './text-width.ts';

/** Says on stderr, where that is a terminal, what is being done just now; `using` it leaves nothing of it. */
export class StatusLine implements Disposable {
  readonly #stderr: CommandContext['stderr'];
  readonly #signal: AbortSignal;
  readonly #listening: Disposable;
  #isShown = false;

  /** @param signal clears it: a second Ctrl-C ends the process at once, and must find nothing to clean up */
  constructor({ stderr }: Pick<CommandContext, 'stderr'>, signal: AbortSignal) {
    this.#stderr = stderr;
    this.#signal = signal;
    this.#listening = onAbort(signal, () => this.clear());
  }

  /** Says it in the place of what it said before. */
  show(text: string): void {
    if (!this.#stderr.isTTY || this.#signal.aborted) return;
    // The last column stays free: a full line could wrap.
    this.#stderr.write(`\r${cut(printable(text), lineWidth(this.#stderr) - 1)}${ERASE_REST}`);
    this.#isShown = true;
  }

  /** Makes room for whole lines. */
  clear(): void {
    if (this.#isShown) this.#stderr.write(`\r${ERASE_REST}`);
    this.#isShown = false;
  }

  [Symbol.dispose](): void {
    this.#listening[Symbol.dispose]();
    this.clear();
  }
}
