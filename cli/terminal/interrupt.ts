import type { CommandContext, SignalName } from './command-context.ts';
import { EXIT_INTERRUPTED } from './exit-codes.ts';

const SIGNALS: readonly SignalName[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Turns the first Ctrl-C, SIGTERM or end of the terminal into an abort; the second ends the process at once. `using` it stops listening. */
export class Interrupt implements Disposable {
  readonly #context: CommandContext;
  readonly #controller = new AbortController();

  constructor(context: CommandContext) {
    this.#context = context;
    for (const name of SIGNALS) context.signals.on(name, this.#interrupt);
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Resolves at the first signal. */
  get interrupted(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.signal.aborted) resolve();
    else this.signal.addEventListener('abort', () => resolve(), { once: true });
    return promise;
  }

  [Symbol.dispose](): void {
    for (const name of SIGNALS) this.#context.signals.off(name, this.#interrupt);
  }

  readonly #interrupt = (): void => {
    if (this.signal.aborted) this.#context.exit(EXIT_INTERRUPTED);
    this.#controller.abort();
  };
}
