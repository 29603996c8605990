import type { Output } from './command-context.ts';

/**
 * A text in lines that are no longer than the terminal, broken between words, `m = 8` being one; a longer word has a line of
 * its own. Elsewhere it stays one line, for scripts.
 *
 * @param indent what the lines after the first begin with
 */
export function wrapped(text: string, { isTTY, columns }: Pick<Output, 'isTTY' | 'columns'>, indent = ''): string[] {
  const width = isTTY ? (columns ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const lines: string[] = [];
  for (const word of text.split(/(?<!=) (?!=)/)) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}
