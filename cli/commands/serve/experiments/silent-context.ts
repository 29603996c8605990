import { EventEmitter } from 'node:events';
import type { CommandContext } from '../../../terminal/command-context.ts';
import type { Output } from '../../../terminal/output.ts';

/** What is written there is not shown: what there is to know of a run, its watcher is told. */
const NOWHERE: Output = { isTTY: false, columns: undefined, write: () => {}, on: () => {} };

/** The context of a command that is run within another one: it prints nothing, and is interrupted by itself. */
export interface SilentContext extends CommandContext {
  readonly signals: EventEmitter;
}

/** Makes one of the context of the command around it. */
export function silentContext(context: CommandContext, args: readonly string[]): SilentContext {
  return Object.create(context, {
    args: { value: args },
    stdout: { value: NOWHERE },
    stderr: { value: NOWHERE },
    signals: { value: new EventEmitter() },
    exit: { value: () => {} },
  });
}
