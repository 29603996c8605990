import { readFileSync } from 'node:fs';

/**
 * The most memory that this process ever had resident, in bytes. On Linux `maxRSS` is never less than what the parent had
 * when it forked, so the process's own mark is read instead.
 */
export function peakRssBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))!;
  return Number(kilobytes) * 1024;
}
