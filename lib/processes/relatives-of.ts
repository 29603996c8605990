import { readFileSync } from 'node:fs';

/** A process among others, as Linux tells it. */
export interface Relatives {
  readonly parentPid: number;
  /** The number of its process group: of those that the same line of a shell, or the same script, has started. */
  readonly group: number;
  /** The number of its session. */
  readonly session: number;
  /** Whether it has ended and was not yet waited for. */
  readonly hasEnded: boolean;
}

/** @throws an error of the system, ENOENT or ESRCH for a process that is no more, where it does not tell */
export function relativesOf(pid: number): Relatives {
  // The name in parentheses may hold anything; after it come state, parent, group and session.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state = '', parentPid, group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    parentPid: Number(parentPid),
    group: Number(group),
    session: Number(session),
    hasEnded: 'ZX'.includes(state),
  };
}
