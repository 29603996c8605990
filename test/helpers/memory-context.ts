import { EventEmitter } from 'node:events';
import { run } from '../../cli/run.ts';
import type { Clock, CommandContext, Output } from '../../cli/terminal/command-context.ts';
import type { Ran } from './run-flaglab.ts';

/** How many ids were made: no two contexts of a test may have the same. */
let ids = 0;

/** What a test may choose of a context; the rest is as for a command whose streams are pipes. */
export interface MemoryContextOptions {
  /** The width of the terminal that both streams are; absent: they are none. */
  readonly columns?: number;
  readonly env?: CommandContext['env'];
  /** What is typed, a line each. */
  readonly typed?: readonly string[];
}

/** A context without a process: it keeps what is written, its clock moves when the test says so, and the test sends its signals. */
export class MemoryContext implements CommandContext {
  readonly stdout: MemoryOutput;
  readonly stderr: MemoryOutput;
  readonly env: CommandContext['env'];
  readonly args: readonly string[];
  readonly clock = new MemoryClock();
  readonly signals = new EventEmitter();
  readonly pid = process.pid;
  readonly nodeVersion = 'v0.0.0';
  /** The codes with which a command ended at once. */
  readonly exits: number[] = [];
  readonly #typed: Iterator<string>;

  constructor(args: readonly string[] = [], { columns, env = {}, typed = [] }: MemoryContextOptions = {}) {
    this.stdout = new MemoryOutput(columns);
    this.stderr = new MemoryOutput(columns);
    this.args = args;
    this.env = env;
    this.#typed = typed.values();
  }

  async readLine(): Promise<string | undefined> {
    return this.#typed.next().value;
  }

  newId(): string {
    return (ids++).toString(16).padStart(4, '0');
  }

  readonly firstParentPid = process.ppid;

  hasOutlivedTerminal(): boolean {
    return false;
  }

  parentPid(): number {
    return process.ppid;
  }

  terminate(): void {
    this.signals.emit('SIGTERM');
  }

  exit(code: number): void {
    this.exits.push(code);
  }
}

/** Keeps what is written. A test fails it with `emit('error', …)`. */
export class MemoryOutput extends EventEmitter implements Output {
  readonly columns: number | undefined;
  readonly writes: string[] = [];

  constructor(columns?: number) {
    super();
    this.columns = columns;
  }

  get isTTY(): boolean {
    return this.columns !== undefined;
  }

  get text(): string {
    return this.writes.join('');
  }

  write(text: string): void {
    this.writes.push(text);
  }
}

/** Stands still until it is moved. It begins with the year 2026. */
export class MemoryClock implements Clock {
  readonly #repeated = new Set<{ readonly periodMs: number; readonly call: () => void; dueMs: number }>();
  #nowMs = 0;

  nowMs(): number {
    return this.#nowMs;
  }

  date(): Date {
    return new Date(Date.UTC(2026) + this.#nowMs);
  }

  every(periodMs: number, call: () => void): Disposable {
    const repeated = { periodMs, call, dueMs: this.#nowMs + periodMs };
    this.#repeated.add(repeated);
    return { [Symbol.dispose]: () => void this.#repeated.delete(repeated) };
  }

  /** Moves it on, and stops on the way wherever it is time to call somebody. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    while (true) {
      const [next] = [...this.#repeated].sort((a, b) => a.dueMs - b.dueMs);
      if (next === undefined || next.dueMs > untilMs) break;
      this.#nowMs = next.dueMs;
      next.dueMs += next.periodMs;
      next.call();
    }
    this.#nowMs = untilMs;
  }
}

/** Runs `flaglab` in this process, its streams no terminals, and waits for its end. */
export async function runInMemory(args: readonly string[], options?: MemoryContextOptions): Promise<Ran> {
  const context = new MemoryContext(args, options);
  const code = await run(context);
  return { code, stdout: context.stdout.text, stderr: context.stderr.text };
}
