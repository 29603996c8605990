/**
 * Whether a text is what a glob stands for: `*` is any characters, none and slashes included; everything else is itself. It
 * takes time in proportion to both, whatever they are.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const [head, ...others] = glob.split('*') as [string, ...string[]];
  const tail = others.pop();
  if (tail === undefined) return text === glob;
  if (!text.startsWith(head)) return false;
  let end = head.length;
  for (const piece of others) {
    const found = text.indexOf(piece, end);
    if (found === -1) return false;
    end = found + piece.length;
  }
  return text.length - tail.length >= end && text.endsWith(tail);
}
