import { UsageError } from '../../../lib/errors/usage-error.ts';

/** What a text without quotes must not hold: what separates one thing from the next somewhere, or begins the name of a file. */
const NOT_ITSELF = /^@|[,;+"\s]/;

/** How the ends of a line are written, so that what is written is one line. */
const ESCAPES: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r` };
const CHARACTERS = Object.fromEntries(Object.entries(ESCAPES).map(([char, written]) => [written, char]));

/** A text in double quotes. */
export const QUOTED = /"(?:[^"\\]|\\.)*"/s;

/** A text as it stands among others: in double quotes where it would not be taken as it is. */
export function quoted(text: string): string {
  if (text !== '' && !NOT_ITSELF.test(text)) return text;
  return `"${text.replace(/["\\\n\r]/g, (found) => ESCAPES[found] ?? `\\${found}`)}"`;
}

/**
 * What a text in double quotes says, with `\"` for a quote in it, `\\` for a backslash, and `\n` and `\r` for the ends of a
 * line; another text says itself.
 */
export function unquoted(text: string): string {
  return new RegExp(`^${QUOTED.source}$`, 's').test(text)
    ? text.slice(1, -1).replace(/\\(.)/gs, (found, char) => CHARACTERS[found] ?? char)
    : text;
}

/**
 * Splits a text wherever the separator stands outside of double quotes, which stay.
 *
 * @throws UsageError for a quote that is not closed.
 */
export function splitUnquoted(text: string, separator: RegExp): string[] {
  const parts = [''];
  const token = new RegExp(`(?<quote>${QUOTED.source})|(?<separator>${separator.source})|(?<other>.)`, 'gs');
  for (const { groups: { quote, separator: separates, other = '' } = {} } of text.matchAll(token)) {
    if (other === '"') throw new UsageError(`a double quote is not closed in ${text}`);
    if (separates === undefined) parts[parts.length - 1] += quote ?? other;
    else parts.push('');
  }
  return parts;
}
