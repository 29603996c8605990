/** So many items: these flags in turn, again and again. */
export function codesInTurn(codes: readonly string[], items: number): string[] {
  return Array.from({ length: items }, (_, i) => codes[i % codes.length]!);
}
