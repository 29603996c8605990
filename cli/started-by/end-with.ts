import { type CommandContext, note } from '../terminal/command-context.ts';
import { hasEnded, isAdopted, marksOf, processAbove } from './process-above.ts';
import { wrappersOf } from './wrappers.ts';

/** How often to look whether they are still there, in milliseconds. */
const LOOK_MS = 250;

/** A command that has been asked to end is asked again after so many looks: what hangs ends at the second time. */
const LOOKS_UNTIL_ASKED_AGAIN = 3;

const NOTHING_TO_STOP: Disposable = { [Symbol.dispose]: () => {} };

type Context = Pick<
  CommandContext,
  'clock' | 'pid' | 'parentPid' | 'terminate' | 'hasOutlivedTerminal' | 'stderr' | 'env'
>;

/**
 * Ends the command with the npm, npx or make that it was started by, however that ends: they do not pass signals on, and a
 * server that nobody knows of would hold its port for ever. What was started directly lives on. Disposing of it stops looking.
 */
export function endWithWrapper(context: Context): Disposable {
  const marks = marksOf(context.env);
  if (marks === '') return NOTHING_TO_STOP;
  const self = processAbove(context.pid);
  if (self === undefined) return endWithParentOf(context, context.parentPid());
  const wrappers = wrappersOf({ ...self, marks });
  if (wrappers?.length === 0) return NOTHING_TO_STOP;
  return endOnce(() => wrappers?.some(({ pid }) => hasEnded(pid)) ?? true, context);
}

/** Ends the command with the process that has started it, be that over already, even before this one could ask who it was. */
export function endWithParent(context: Context & Pick<CommandContext, 'firstParentPid'>): Disposable {
  const { pid, firstParentPid } = context;
  return isAdopted(pid, firstParentPid) ? endOnce(() => true, context) : endWithParentOf(context, firstParentPid);
}

function endWithParentOf(context: Context, parentPid: number): Disposable {
  return endOnce(() => context.parentPid() !== parentPid, context);
}

function endOnce(isOver: () => boolean, context: Context): Disposable {
  let looksSince: number | undefined;
  return context.clock.every(LOOK_MS, () => {
    // What ends then with the terminal is no reason to end too.
    if (context.hasOutlivedTerminal()) return;
    if (looksSince !== undefined) looksSince++;
    else if (isOver()) {
      note(context, 'What has started this has ended, so this ends too.');
      looksSince = 0;
    }
    if (looksSince !== undefined && looksSince % LOOKS_UNTIL_ASKED_AGAIN === 0) context.terminate();
  });
}
