import { readFileSync } from 'node:fs';

/** The bits of a file's flags that say whether it is read or written, and what they are where it is only written. */
const ACCESS = 0o3;
const WRITE_ONLY = 0o1;

/**
 * Whether `nohup` has started this process, or what started it, in a terminal. Node takes no notice that the hangup is to
 * be ignored; but instead of the terminal nohup gives a stdin that can only be written, which nothing else does.
 */
export function isNohup(): boolean {
  try {
    const [, flags = ''] = /^flags:\s*(\d+)/m.exec(readFileSync('/proc/self/fdinfo/0', 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & ACCESS) === WRITE_ONLY;
  } catch {
    return false;
  }
}
