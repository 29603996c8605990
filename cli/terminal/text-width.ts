import fastStringWidth from 'fast-string-width';

/** Made when a text is first cut, since that takes about as long as loading all else of the terminal's. */
let segmenter: Intl.Segmenter | undefined;

/** How many columns of a terminal a text takes. Letters of East Asia take two. */
export function textWidth(text: string): number {
  return fastStringWidth(text);
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
  for (const { segment } of characters(text)) {
    left -= textWidth(segment);
    if (left < 0) break;
    taken += segment;
  }
  return taken;
}

function firstCharacter(text: string): string {
  const [first] = characters(text);
  return first!.segment;
}

function characters(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
