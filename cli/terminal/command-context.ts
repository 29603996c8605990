/**
 * All that a command has of the world but files and sockets. The real one is that of the process; another makes the command
 * run without a process, on any clock.
 */
export interface CommandContext {
  /** Where results go. */
  readonly stdout: Output;
  /** Where progress and warnings go. */
  readonly stderr: Output;
  /** The command line, without what started the program. */
  readonly args: readonly string[];
  /** Environment variables by name. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signals: Signals;
  /** The version of Node, such as `v26.10.0`. */
  readonly nodeVersion: string;
  /** A name that nothing else has: hexadecimal digits and hyphens, the first of them random. */
  newId(): string;
  /** Ends the process at once. */
  exit(code: number): void;
}

/** Where text is written. */
export interface Output {
  /** Whether it is a terminal. */
  readonly isTTY: boolean;
  /** Characters in a line of the terminal, which may change; undefined where it is none. */
  readonly columns: number | undefined;
  write(text: string): unknown;
  /** Calls back when the text cannot be written, such as with the code EPIPE when nobody reads on. */
  on(event: 'error', listener: (error: Error & { readonly code?: string }) => void): unknown;
}

/** What time it is. */
export interface Clock {
  /** Milliseconds since some moment; never set back. */
  nowMs(): number;
  /** What the calendar says. */
  date(): Date;
  /** Calls again and again, `periodMs` milliseconds apart, until it is disposed of. */
  every(periodMs: number, call: () => void): Disposable;
}

/** How a command is interrupted. */
export interface Signals {
  on(name: SignalName, listener: () => void): unknown;
  off(name: SignalName, listener: () => void): unknown;
}

/** Ctrl-C, what asks a process to end, and the end of its terminal. */
export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Writes a line of results. */
export function print({ stdout }: Pick<CommandContext, 'stdout'>, line = ''): void {
  stdout.write(`${line}\n`);
}

/** Writes a line of progress or of warning: it is no result, so it goes to stderr. */
export function note({ stderr }: Pick<CommandContext, 'stderr'>, line: string): void {
  stderr.write(`${line}\n`);
}
