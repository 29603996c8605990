/** A server's label as it is shown and compared: in upper case, however it was typed. */
export function labelOf(text: string): string {
  return text.trim().toUpperCase();
}
