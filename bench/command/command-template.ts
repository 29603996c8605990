import { basename } from 'node:path';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { shellQuoted } from '../../lib/shell-quoted.ts';

/** What a command can ask to be told, and how the documents explain it. */
export const PLACEHOLDERS = {
  label: "the server's label",
  base_url: 'where the flags are: the address that /br/br.gif is appended to',
  limit: 'how many flags to download',
  m: 'the most requests in flight at once',
  seed: 'the seed of the bench',
  codes_file: 'a file with the codes of the flags, one on each line, in lower case; stdin has the same text',
} as const;

/** The name of a placeholder. */
export type Placeholder = keyof typeof PLACEHOLDERS;

/** What stands for each placeholder. */
export type PlaceholderValues = Readonly<Record<Placeholder, string | number>>;

/** A command of somebody's own, as `--command` gives it. */
export interface CommandTemplate {
  /** What the command's row is called. */
  readonly name: string;
  /** The command with its placeholders, for a shell. */
  readonly template: string;
}

/** An upper case name before the equals sign is a variable that the shell sets for the command. */
const NAMED = /^([a-z][\w.-]*)=(.*)$/s;
const PROGRAM = /^(?:\w+=\S*\s+)*(?!\w+=)(\S+)/;
/** Braces around anything but a word are the command's own: `{}` of xargs, a program of awk. */
const BRACES = /\{\{|\{([A-Za-z][\w-]*)\}/g;

/**
 * Reads a command such as `xargs -P {m} curl …`, or `name=xargs …` with a name for its row; without one the row is called
 * as the program is.
 *
 * @throws UsageError when there is no command, or for a placeholder that there is not
 */
export function parseCommand(text: string): CommandTemplate {
  const [, given, rest] = NAMED.exec(text.trim()) ?? [];
  const template = (rest ?? text).trim();
  const [, program] = PROGRAM.exec(template) ?? [];
  if (program === undefined) throw new UsageError(`"${text}" holds no command: give one such as 'xargs -P {m} curl …'`);
  checkPlaceholders(template);
  return { name: given ?? basename(program.replaceAll(/["']/g, '')), template };
}

/** The command with a value for each placeholder, quoted where a shell would split it, and `{` for each `{{`. */
export function fillIn(template: string, values: Readonly<Partial<PlaceholderValues>>): string {
  return template.replaceAll(BRACES, (_, name?: Placeholder) => {
    return name === undefined ? '{' : shellQuoted(String(values[name]));
  });
}

/**
 * Makes sure that a command asks to be told nothing else than it can be.
 *
 * @param who whose command it is, for the message; default one of somebody's own client
 * @param known what it can be told; default everything
 * @throws UsageError for a placeholder that there is not
 */
export function checkPlaceholders(
  template: string,
  who = 'a command',
  known: readonly string[] = Object.keys(PLACEHOLDERS),
): void {
  for (const [, name] of template.matchAll(BRACES)) {
    if (name === undefined || known.includes(name)) continue;
    const names = known.map((placeholder) => `{${placeholder}}`).join(' ');
    const there = known.length === 1 ? `there is ${names} only` : `there are ${names}`;
    throw new UsageError(`${who} cannot have the placeholder {${name}}: ${there}; write {{ for a brace`);
  }
}
