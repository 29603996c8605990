/** How wide a line is at most: what any terminal can show. */
const WIDTH = 80;

/** A text as lines of at most 80 characters, broken between words; those after the first begin with an indent. */
export function wrapped(text: string, indent: string): string[] {
  if (text.length <= WIDTH) return [text];
  const space = text.lastIndexOf(' ', WIDTH);
  if (space <= indent.length) return [text];
  return [text.slice(0, space).trimEnd(), ...wrapped(indent + text.slice(space + 1), indent)];
}
