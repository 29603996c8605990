/** A text as a POSIX shell reads it as one word: in quotes, unless it is harmless without. */
export function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
