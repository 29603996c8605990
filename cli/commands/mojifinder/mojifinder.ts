import { UsageError } from '../../../lib/errors/usage-error.ts';
import { readCharacterNames } from '../../../lib/unicode/character-names.ts';
import { CharacterIndex, wordsOf } from '../../../servers/mojifinder/characters/character-index.ts';
import { queryObjection } from '../../../servers/mojifinder/characters/query-objection.ts';
import { characterLine, statusLine } from '../../../servers/mojifinder/characters/result-lines.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { printable } from '../../terminal/printable.ts';

/**
 * Prints the characters whose names have all words of the query, and how many they are.
 *
 * @throws UsageError for a query without words, or with control characters
 */
export function mojifinder(query: string, { stdout }: Pick<CommandContext, 'stdout'>): void {
  const objection = queryObjection(query);
  if (objection !== undefined) throw new UsageError(objection);
  if (wordsOf(query).length === 0)
    throw new UsageError(`"${query}" has no word to look for: give some, such as cat face`);
  const found = new CharacterIndex(readCharacterNames().characters).find(query);
  // Some characters would turn the terminal's text around. Elsewhere each is what it is, for whoever reads it.
  const shown = stdout.isTTY ? printable : String;
  const lines = found.page(0, found.total).map((character) => characterLine(character, shown));
  stdout.write(`${[...lines, statusLine(found.total)].join('\n')}\n`);
}
