import { spinInProcess } from './in-process.ts';
import { spinInThread } from './in-thread.ts';
import { spinOnLoop } from './on-loop.ts';
import { blockSlowly, napSlowly, waitSlowly } from './slow-work.ts';
import type { Spun } from './spun.ts';

/** Spins for so many milliseconds, while slow work is done. */
type Mode = (isShown: boolean, ms: number) => Promise<Spun>;

/** Where the spinner and the slow work run. */
export const MODES = {
  async: (isShown, ms) => spinOnLoop(isShown, () => waitSlowly(ms)),
  blocking: (isShown, ms) => spinOnLoop(isShown, () => blockSlowly(ms)),
  nap: (isShown, ms) => spinOnLoop(isShown, () => napSlowly(ms)),
  thread: (isShown, ms) => spinInThread(isShown, () => blockSlowly(ms)),
  process: (isShown, ms) => spinInProcess(isShown, () => blockSlowly(ms)),
} as const satisfies Record<string, Mode>;

/** The name of one of them. */
export type ModeName = keyof typeof MODES;
