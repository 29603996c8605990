import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How large a terminal is, and where its command runs. */
export interface TerminalOptions {
  /** Default 80. */
  readonly columns?: number;
  /** Default 24. */
  readonly rows?: number;
  /** Default: where this process is. */
  readonly cwd?: string;
}

/** A command in a terminal. `await using` ends it. */
export interface PseudoTerminal extends AsyncDisposable {
  /** Everything that was shown so far, control characters included. */
  readonly text: () => string;
  /** The command's exit code. */
  readonly ended: Promise<number>;
  /** Presses keys: `\u0003` is Ctrl-C. */
  type(keys: string): void;
}

/**
 * Passes on what is typed and what is shown, and ends as the command does: with 128 and the signal's number where a signal
 * has killed it, as a shell says.
 */
const PYTHON =
  'import os, pty, sys; code = os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])); sys.exit(code if code >= 0 else 128 - code)';

/** Runs a command in a terminal of its own, as no pipe can: it needs python3. */
export function pseudoTerminal(
  command: readonly string[],
  { columns = 80, rows = 24, cwd }: TerminalOptions = {},
): PseudoTerminal {
  const shell = ['sh', '-c', `stty cols ${columns} rows ${rows}; exec "$0" "$@"`, ...command];
  const child = spawn('python3', ['-c', PYTHON, ...shell], { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  // A command that has ended reads no more.
  child.stdin.on('error', () => {});
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const ended = once(child, 'close').then(([code]) => code as number);
  return {
    text: () => text,
    ended,
    type: (keys) => void child.stdin.write(keys),
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await ended;
    },
  };
}
