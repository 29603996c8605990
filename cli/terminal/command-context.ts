import { brokenLines, type Line, type Tone, written } from './line.ts';
import type { Output } from './output.ts';
import { printable } from './printable.ts';
import type { Variables } from './terminal-abilities.ts';

export type { Output } from './output.ts';

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
  readonly env: Variables;
  /** The next line that is typed, or comes through a pipe; undefined where there is none. */
  readLine(): Promise<string | undefined>;
  readonly clock: Clock;
  readonly signals: Signals;
  /** The number of this process. */
  readonly pid: number;
  /** The number of the process that has started this one; of another once that has ended. */
  parentPid(): number;
  /** The number of the process that started this one, whether or not it still runs. */
  readonly firstParentPid: number;
  /** Whether the terminal has ended that `nohup` has this process live on without. */
  hasOutlivedTerminal(): boolean;
  /** The version of Node, such as `v26.10.0`. */
  readonly nodeVersion: string;
  /** A name that nothing else has: hexadecimal digits and hyphens, the first of them random. */
  newId(): string;
  /** Asks this process to end, as SIGTERM does. */
  terminate(): void;
  /** Ends the process at once. */
  exit(code: number): void;
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

/**
 * Writes a line of results. It is broken where the terminal ends.
 *
 * @param indent what the lines after the first begin with; default: the blanks that the first begins with
 */
export function print({ stdout, env }: Pick<CommandContext, 'stdout' | 'env'>, line: Line = '', indent?: string): void {
  stdout.write(written(line, stdout, env, indent));
}

/**
 * Writes a value as JSON, in one line whatever the terminal.
 *
 * @param replacer as JSON.stringify has it
 */
export function printJson(
  { stdout }: Pick<CommandContext, 'stdout'>,
  value: unknown,
  replacer?: (key: string, value: unknown) => unknown,
): void {
  stdout.write(`${printable(JSON.stringify(value, replacer))}\n`);
}

/** Writes a text for other programs as it is; on a terminal, without what would make that do something. */
export function printText({ stdout }: Pick<CommandContext, 'stdout'>, text: string): void {
  stdout.write(stdout.isTTY ? text.split('\n').map(printable).join('\n') : text);
}

/** How a note of that kind is coloured, beside its word. */
const TONES: Readonly<Record<string, Tone>> = { error: 'bad', warning: 'doubtful' };

/** Writes a line of progress or of warning: it is no result, so it goes to stderr. Like {@link print}, it breaks the line. */
export function note({ stderr, env }: Pick<CommandContext, 'stderr' | 'env'>, line: string): void {
  const [first = '', ...others] = brokenLines(line, stderr);
  for (const part of [withTone(first), ...others]) stderr.write(written(part, stderr, env));
}

/** Writes a line like {@link note} that is to be pasted: it is never broken, however wide it is. */
export function noteWhole({ stderr, env }: Pick<CommandContext, 'stderr' | 'env'>, line: string): void {
  stderr.write(written([line], stderr, env));
}

/** `error:` and `warning:` have the colour of their meaning. */
function withTone(line: string): Line {
  const [kind, tone] = Object.entries(TONES).find(([word]) => line.startsWith(`${word}:`)) ?? [];
  return kind === undefined || tone === undefined ? line : [{ text: kind, tone }, line.slice(kind.length)];
}
