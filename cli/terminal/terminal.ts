/** What a command needs of the process it runs in: where results and progress go, the environment, signals. */
export type Terminal = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env' | 'argv' | 'on' | 'off' | 'exit'>;

/** Writes a line of results. */
export function print(terminal: Terminal, line = ''): void {
  terminal.stdout.write(`${line}\n`);
}

/** Writes a line of progress or of warning: it is no result, so it goes to stderr. */
export function note(terminal: Terminal, line: string): void {
  terminal.stderr.write(`${line}\n`);
}
