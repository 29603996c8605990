/** The width that every terminal has. */
const WIDTH = 80;

/** A text in lines of at most 80 columns, broken between words, `m = 8` being one; a longer word has a line of its own. */
export function wrapped(text: string, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<!=) (?!=)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}
