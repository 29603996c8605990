const NAME = /[!#$%&'*+.^_`|~\w-]+/;

/** A header in one line: a name of RFC 9110, a colon, and a value that can be sent, which is one byte for each character. */
export const HEADER_LINE = new RegExp(`^(${NAME.source}):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*)$`);

/** The name and the value of a header in one line; undefined for what is none. */
export function headerOf(line: string): readonly [name: string, value: string] | undefined {
  const [, name, value] = HEADER_LINE.exec(line) ?? [];
  return name === undefined ? undefined : [name, value!];
}
