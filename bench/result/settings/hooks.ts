import { z } from 'zod';
import type { DeepReadonly } from '../../../lib/schema/deep-readonly.ts';

/** The commands that can be run around the matrix of a bench and its cells; all absent where nobody asked for one. */
export const hookFields = {
  /** What was run in a shell before the first cell. */
  setup: z.exactOptional(z.string()),
  /** What was run in a shell before each cell, with its placeholders. */
  prepare: z.exactOptional(z.string()),
  /** What was run in a shell after the last cell. */
  cleanup: z.exactOptional(z.string()),
};

const schema = z.strictObject(hookFields);

/** The commands that are run around the matrix of a bench and its cells. */
export type Hooks = DeepReadonly<z.infer<typeof schema>>;

/** The name of a hook, which is that of its option. */
export type HookName = keyof Hooks;

/** A hook that somebody asked for. */
export interface Hook {
  readonly name: HookName;
  /** For a shell, with its placeholders. */
  readonly command: string;
}

/** Those hooks that somebody asked for, in the order in which they are run. */
export function hooksIn(settings: Hooks): Hook[] {
  return (Object.keys(hookFields) as HookName[]).flatMap((name) => {
    const command = settings[name];
    return command === undefined ? [] : [{ name, command }];
  });
}
