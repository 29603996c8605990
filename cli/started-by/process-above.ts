import { environmentOf } from '../../lib/processes/environment-of.ts';
import { relativesOf } from '../../lib/processes/relatives-of.ts';
import type { Variables } from '../terminal/terminal-abilities.ts';

/** What npm, npx and make set in the environment of what they start, each time anew. */
const MARKS = ['npm_command', 'npm_lifecycle_event', 'npm_lifecycle_script', 'npm_execpath', 'MAKELEVEL'];

/** What reading about a process ends with that is no more. */
const ENDED = ['ENOENT', 'ESRCH'];

/** A process, as Linux tells it. */
export interface ProcessAbove {
  readonly pid: number;
  readonly parentPid: number;
  /** The number of its process group. */
  readonly group: number;
  /** The number of its session. */
  readonly session: number;
  /** What the wrappers that it was started by have set in its environment; one text, to be compared. */
  readonly marks: string;
}

/** The process of that number; undefined where there is none, or where the system does not tell. */
export function processAbove(pid: number): ProcessAbove | undefined {
  try {
    return { pid, ...relativesOf(pid), marks: marksOf(environmentOf(pid)) };
  } catch {
    return undefined;
  }
}

/** Whether a process has ended; false where nobody can tell, as without a file descriptor. */
export function hasEnded(pid: number): boolean {
  try {
    return relativesOf(pid).hasEnded;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return ENDED.includes(code);
  }
}

/**
 * Whether a process has another parent than the one that has started it, whose session it would share, unless it has begun one of
 * its own. False where nobody can tell.
 */
export function isAdopted(pid: number, parentPid: number): boolean {
  try {
    const { session } = relativesOf(pid);
    return session !== pid && relativesOf(parentPid).session !== session;
  } catch {
    return false;
  }
}

/** The marks in an environment; empty where no wrapper has set any. */
export function marksOf(environment: Variables): string {
  return MARKS.flatMap((name) => (environment[name] === undefined ? [] : `${name}=${environment[name]}`)).join('\n');
}
