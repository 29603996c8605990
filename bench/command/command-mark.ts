import { randomUUID } from 'node:crypto';

/**
 * The variable in the environment of a command that holds its mark. All that the command starts inherits it, in whatever
 * session that is and whoever its parent is by then.
 */
export const MARK_NAME = 'FLAGLAB_COMMAND';

/** What the marks of all commands that this process starts begin with, and those of no other process. */
export const OWN_MARK: string = randomUUID();

let count = 0;

/** A mark for one command. A command that itself is below another one has the marks of both, one behind the other. */
export function nextMark(): string {
  return `${OWN_MARK}.${++count};`;
}
