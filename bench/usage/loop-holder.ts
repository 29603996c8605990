import { basename } from 'node:path';
import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { counted } from '../../lib/units/counted.ts';
import { shortDuration } from '../../lib/units/duration.ts';

/** The schema of a function that held the main event loop for over 50 ms. */
export const loopHolderSchema = z.strictObject({
  /** Its name, such as `resize`. */
  function: z.string(),
  /** The file that it is in, and the line on which it begins; absent for what is no code of a file. */
  file: z.exactOptional(z.string()),
  line: z.exactOptional(z.int()),
  /** How often it held the loop so long. */
  times: z.int().min(1),
  /** The longest of these times. */
  longestMs: z.number(),
});

/** A function that held the main event loop for over 50 ms: meanwhile nothing else happened there. */
export type LoopHolder = DeepReadonly<z.infer<typeof loopHolderSchema>>;

/** Who held the loop, and how much, for a sentence: `resize (mine.ts:12) held the event loop 3 times, for up to 210 ms`. */
export function holderText({ function: name, file, line, times, longestMs }: LoopHolder): string {
  const where = file === undefined ? '' : ` (${basename(file)}:${line})`;
  const long = times === 1 ? `for ${rounded(longestMs)}` : `${counted(times, 'time')}, for up to ${rounded(longestMs)}`;
  return `${name}${where} held the event loop ${long}`;
}

function rounded(ms: number): string {
  return shortDuration(Math.round(ms));
}
