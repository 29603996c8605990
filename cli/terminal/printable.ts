/** What would move a terminal's cursor, change its state, or turn the text behind it around. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Those that have a name of their own in JSON. */
const NAMED: Readonly<Record<string, string>> = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };

/**
 * A text that may come from outside, for one line of a terminal: control characters are written as JSON writes them, such
 * as `\r` and `\u001b`, so that they are seen and do nothing. Text without them stays as it is, and so does JSON's meaning.
 */
export function printable(text: string): string {
  return text.replaceAll(
    UNSAFE,
    (character) => NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
