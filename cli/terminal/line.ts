import { styleText } from 'node:util';
import { lineWidth, type Output } from './output.ts';
import { printable } from './printable.ts';
import { hasColours, hasLinks, type Variables } from './terminal-abilities.ts';
import { wrappedTo } from './wrapped.ts';

/** What a text means, for its colour. It never stands for what no word or sign says. */
export type Tone = keyof typeof STYLES;

const STYLES = { good: 'green', doubtful: 'yellow', bad: 'red', answer: 'bold' } as const;

/** A piece of a line with a meaning. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** An address that the text leads to, where the terminal makes links. */
  readonly href?: string;
}

/** A line to print: a text or a span, which is broken where the terminal ends, or pieces that are known to fit. */
export type Line = string | Span | readonly (string | Span)[];

/**
 * A line as it is written to an output, with its line's end: in lines as long as the terminal is wide, coloured where it has
 * colours, and without what would make a terminal do something.
 *
 * @param indent what the lines after the first begin with; default: the blanks that the first begins with
 */
export function written(line: Line, output: Output, env: Variables, indent?: string): string {
  const look = { colours: hasColours(output, env), links: hasLinks(output, env) };
  if (isPieces(line)) return `${line.map((piece) => styled(spanOf(piece), look)).join('')}\n`;
  const span = spanOf(line);
  return brokenLines(span.text, output, indent)
    .map((text) => `${styled({ ...span, text }, look)}\n`)
    .join('');
}

/** A text in lines as long as the terminal is wide, without control characters. */
export function brokenLines(text: string, output: Output, indent?: string): string[] {
  return text.split('\n').flatMap((line) => {
    const safe = printable(line);
    return wrappedTo(safe, lineWidth(output), indent ?? /^ */.exec(safe)![0]);
  });
}

/** A piece of a line as a span. */
export function spanOf(piece: string | Span): Span {
  return typeof piece === 'string' ? { text: piece } : piece;
}

function isPieces(line: Line): line is readonly (string | Span)[] {
  return Array.isArray(line);
}

function styled({ text, tone, href }: Span, look: { readonly colours: boolean; readonly links: boolean }): string {
  const safe = printable(text);
  const coloured =
    tone === undefined || !look.colours ? safe : styleText(STYLES[tone], safe, { validateStream: false });
  return href === undefined || !look.links ? coloured : `\u001b]8;;${href}\u001b\\${coloured}\u001b]8;;\u001b\\`;
}
