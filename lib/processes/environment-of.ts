import { readFileSync } from 'node:fs';

/**
 * The environment that a process was started with; empty where Linux does not tell, as of a process of somebody else, and
 * on other systems.
 */
export function environmentOf(pid: number): Readonly<Record<string, string | undefined>> {
  try {
    const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  } catch {
    return {};
  }
}
