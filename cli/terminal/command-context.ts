/** What a command needs of the process it runs in: where results and progress go, the environment, signals. */
export type CommandContext = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env' | 'argv' | 'on' | 'off' | 'exit'>;

/** Writes a line of results. */
export function print(context: CommandContext, line = ''): void {
  context.stdout.write(`${line}\n`);
}

/** Writes a line of progress or of warning: it is no result, so it goes to stderr. */
export function note(context: CommandContext, line: string): void {
  context.stderr.write(`${line}\n`);
}
