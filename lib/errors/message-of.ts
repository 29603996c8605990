/** What a failure says that is due to too many files and sockets of this process, and what to do. */
export const OUT_OF_DESCRIPTORS = 'too many open files: raise ulimit -n, or lower -m';

/** What Node says of a file or a port: its code, what it means, what was called, and the path, which our messages have already. */
const OF_THE_SYSTEM = /^(?:\w+ )?E[A-Z0-9]+: (.+?)(?:, \w+(?: '.*)?)?$/;

/** The message of anything that was thrown, on one line, without the system's codes where there are words. */
export function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  const line = message.replaceAll(/\s*\n\s*/g, ' ');
  return /\bEMFILE\b/.test(line) ? OUT_OF_DESCRIPTORS : line.replace(OF_THE_SYSTEM, '$1');
}
