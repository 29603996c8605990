/** `a`, `a and b`, `a, b and c`. */
export function listed(texts: readonly string[]): string {
  return [texts.slice(0, -1).join(', '), texts.at(-1)!].filter((text) => text !== '').join(' and ');
}
