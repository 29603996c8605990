import type { ProcessGroup } from '../../../bench/command/process-group.ts';
import type { CommandContext, SignalName } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';

const SIGNALS: readonly SignalName[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Passes the first signal on to the command, which ends in its own way, and what it did is judged all the same. The second
 * kills it; the third ends the process at once. `using` it stops listening.
 */
export class PassSignals implements Disposable {
  readonly #context: CommandContext;
  readonly #listeners: readonly (readonly [SignalName, () => void])[];
  readonly #received: SignalName[] = [];
  #command: ProcessGroup | undefined;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#listeners = SIGNALS.map((name) => [name, () => this.#pass(name)]);
    for (const [name, listener] of this.#listeners) context.signals.on(name, listener);
  }

  /** From now on to this command; what came before there was one is passed on now. */
  to(command: ProcessGroup): void {
    this.#command = command;
    const [first] = this.#received;
    if (first !== undefined) command.signal(first);
  }

  /** Whether there was one. */
  get received(): boolean {
    return this.#received.length > 0;
  }

  [Symbol.dispose](): void {
    for (const [name, listener] of this.#listeners) this.#context.signals.off(name, listener);
  }

  #pass(name: SignalName): void {
    this.#received.push(name);
    if (this.#received.length > 2) this.#context.exit(EXIT_INTERRUPTED);
    else this.#command?.signal(this.#received.length === 1 ? name : 'SIGKILL');
  }
}
