/** The message of anything that was thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return message.replaceAll(/\s*\n\s*/g, ' ');
}
