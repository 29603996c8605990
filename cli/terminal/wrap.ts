import type { Output } from './command-context.ts';

/** Breaks a text between words so that no line is longer than the terminal; elsewhere it stays one line, for scripts. */
export function wrap(
  text: string,
  { isTTY, columns = Number.POSITIVE_INFINITY }: Pick<Output, 'isTTY' | 'columns'>,
): string {
  if (!isTTY) return text;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
