import { readdirSync, readFileSync } from 'node:fs';
import { type ProcessAbove, processAbove } from './process-above.ts';

/** What a wrapper calls itself: npx is `npm exec`. */
const WRAPPER = /^(npm|npx|g?make)\b/;

/**
 * Every npm, npx and make that a process was started by, the innermost first; empty where it was started by none, or left
 * their session, as what `setsid` starts has. Undefined where they must have ended already. The shells and scripts between
 * them are none: these may end before what they have started.
 *
 * A wrapper is known by what it sets in the environment of its children and has not itself. An environment that merely was
 * inherited, such as that of a terminal in an editor which npm has started, is the same all the way up, and says nothing.
 */
export function wrappersOf(self: ProcessAbove): ProcessAbove[] | undefined {
  const family = [self, ...ancestorsOf(self)];
  const wrappers = family.filter((one, i) => i > 0 && one.marks !== family[i - 1]!.marks);
  const first = family.at(-1)!;
  const isWhole = wrappers.length > 0 || first.pid === first.session;
  if (isWhole) return wrappers;
  // What came between has ended, so that nothing leads to the wrapper any more.
  const lost = wrapperInGroup(self);
  return lost && [lost, ...(wrappersOf(lost) ?? [])];
}

/** The processes above one, as far as they are in its session: its parent first. */
function ancestorsOf({ parentPid, session }: ProcessAbove): ProcessAbove[] {
  const ancestors: ProcessAbove[] = [];
  for (let next = processAbove(parentPid); next?.session === session; next = processAbove(next.parentPid)) {
    ancestors.push(next);
  }
  return ancestors;
}

/** The youngest process in the group of another that calls itself as a wrapper does, and whose child the other can be. */
function wrapperInGroup({ group, marks }: ProcessAbove): ProcessAbove | undefined {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && WRAPPER.test(nameOf(pid)))
    .flatMap((pid) => processAbove(pid) ?? [])
    .findLast((one) => one.group === group && one.marks !== marks);
}

/** How a process calls itself, the first 15 letters of it; empty where it has ended. */
function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8');
  } catch {
    return '';
  }
}
