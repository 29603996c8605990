import { readFileSync } from 'node:fs';

/**
 * How many files and sockets this process may have open at once, as `ulimit -n` says; undefined where the system does not
 * tell: all but Linux.
 */
export function descriptorLimit(): number | undefined {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined; // No such system, or no descriptor left to ask with.
  }
}

/** The limit as one would look it up: ` (ulimit -n 64)`; empty where it is not known. */
export function descriptorLimitText(limit = descriptorLimit()): string {
  return limit === undefined ? '' : ` (ulimit -n ${limit})`;
}
