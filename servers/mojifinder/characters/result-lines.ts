import { hex, type NamedCharacter } from '../../../lib/unicode/character-names.ts';

/** How long the rule before the number of characters is. */
const RULE_LENGTH = 66;

/**
 * A character as a line of results: its code point, itself, and its name, with tabs between.
 *
 * @param shown how the character itself is shown; default: as it is
 */
export function characterLine(
  { codePoint, name }: NamedCharacter,
  shown: (character: string) => string = String,
): string {
  return `U+${hex(codePoint)}\t${shown(String.fromCodePoint(codePoint))}\t${name}`;
}

/** The line after the results: how many there are. */
export function statusLine(total: number): string {
  return `${'─'.repeat(RULE_LENGTH)} ${total} found`;
}
