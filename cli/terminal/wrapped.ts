import { lineWidth, type Output } from './output.ts';
import { textWidth } from './text-width.ts';

/**
 * A text in lines that are no longer than the terminal, broken between words, `m = 8` and `5 %` being one; a longer
 * word has a line of its own. Elsewhere it stays one line, for scripts.
 *
 * @param indent what the lines after the first begin with
 */
export function wrapped(text: string, output: Pick<Output, 'isTTY' | 'columns'>, indent = ''): string[] {
  return wrappedTo(text, lineWidth(output), indent);
}

/** The same for a width in characters. */
export function wrappedTo(text: string, width: number, indent = ''): string[] {
  if (textWidth(text) <= width) return [text];
  const lines: string[] = [];
  for (const word of text.split(/(?<!=) (?![=%])/)) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (textWidth(last) + 1 + textWidth(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines.map((line) => line.trimEnd());
}
