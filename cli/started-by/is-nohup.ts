import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Variables } from '../terminal/terminal-abilities.ts';

/** The bits of a file's flags that say whether it is read or written, and what they are where it is only written. */
const ACCESS = 0o3;
const WRITE_ONLY = 0o1;

/** In the mask of the signals that a process ignores, the hangup. */
const HANGUP = 1n;

/**
 * Whether `nohup` has started this process, or what started it. Node takes no notice that the hangup is to be ignored; but
 * instead of a terminal nohup gives a stdin that can only be written, which nothing else does. Where there was no terminal,
 * most shells have said in `_` what they have started; and one that nohup has started ignores the hangup itself.
 *
 * @param parentPid who has started this process
 */
export function isNohup({ _: started = '' }: Variables, parentPid: number): boolean {
  return basename(started) === 'nohup' || hasUnreadableStdin() || ignoresHangup(parentPid);
}

function hasUnreadableStdin(): boolean {
  try {
    const [, flags = ''] = /^flags:\s*(\d+)/m.exec(readFileSync('/proc/self/fdinfo/0', 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & ACCESS) === WRITE_ONLY;
  } catch {
    return false;
  }
}

function ignoresHangup(pid: number): boolean {
  try {
    const [, mask = '0'] = /^SigIgn:\s*([\da-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (BigInt(`0x${mask}`) & HANGUP) !== 0n;
  } catch {
    return false;
  }
}
