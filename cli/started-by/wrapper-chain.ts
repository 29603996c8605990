import type { CommandContext } from '../terminal/command-context.ts';
import { marksOf, type ProcessAbove, parentOf, processAbove } from './process-above.ts';

/** A process and the parent that it has as long as that one lives; without one where that has ended already. */
export interface Link {
  readonly pid: number;
  readonly parentPid?: number;
}

/**
 * What leads from this process up to the outermost npm, npx or make that it was started by; empty where it was started by
 * none, or left its session, as what `setsid` starts has. The shells between them, which pass no signal on, are links too.
 *
 * A wrapper is known by what it sets in the environment of its children and has not itself. An environment that merely was
 * inherited, such as that of a terminal in an editor which npm has started, is the same all the way up, and says nothing.
 */
export function wrapperChain({ env, pid, parentPid }: Pick<CommandContext, 'env' | 'pid' | 'parentPid'>): Link[] {
  const marks = marksOf(env);
  if (marks === '') return [];
  const self = processAbove(pid);
  if (self === undefined) return [{ pid, parentPid: parentPid() }];
  const ancestors = ancestorsOf(self);
  const isOrphan = ancestors.length === 0 && self.session !== pid;
  if (isOrphan) return [{ pid }];
  const family = [{ ...self, marks }, ...ancestors];
  const outermost = family.findLastIndex((one, i) => i > 0 && one.marks !== family[i - 1]!.marks);
  return family.slice(0, Math.max(outermost, 0)).map((one) => ({ pid: one.pid, parentPid: one.parentPid }));
}

/** The processes above one, as far as they are in its session: its parent first. */
function ancestorsOf({ parentPid, session }: ProcessAbove): ProcessAbove[] {
  const ancestors: ProcessAbove[] = [];
  for (let next = processAbove(parentPid); next?.session === session; next = processAbove(next.parentPid)) {
    ancestors.push(next);
  }
  return ancestors;
}

/** Whether a process has lost its parent, which has ended then; not where nobody can tell, as without a file descriptor. */
export function isBroken({ pid, parentPid }: Link, context: Pick<CommandContext, 'pid' | 'parentPid'>): boolean {
  const now = pid === context.pid ? context.parentPid() : parentOf(pid);
  return now !== parentPid && now !== 'unknown';
}
