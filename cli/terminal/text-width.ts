import stringWidth from 'string-width';

const SEGMENTER = new Intl.Segmenter();

/** How many columns of a terminal a text takes. Letters of East Asia take two. */
export function textWidth(text: string): number {
  return stringWidth(text);
}

/** A text in no more columns than that: one that is too wide ends in `…`. */
export function cut(text: string, width: number): string {
  return textWidth(text) <= width ? text : `${beginning(text, width - 1)}…`;
}

/** A text in pieces of no more columns than that; none of it is lost. */
export function pieces(text: string, width: number): string[] {
  if (textWidth(text) <= width) return [text];
  const first = beginning(text, width) || firstCharacter(text);
  return [first, ...pieces(text.slice(first.length), width)];
}

/** As much of a text as goes into so many columns. */
function beginning(text: string, width: number): string {
  let [taken, left] = ['', width];
  for (const { segment } of SEGMENTER.segment(text)) {
    left -= textWidth(segment);
    if (left < 0) break;
    taken += segment;
  }
  return taken;
}

function firstCharacter(text: string): string {
  const [first] = SEGMENTER.segment(text);
  return first!.segment;
}
