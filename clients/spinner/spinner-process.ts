import { MODES, type ModeName } from './modes.ts';

/** What the process of a spinner is told to do. */
export interface SpinnerTask {
  readonly mode: ModeName;
  readonly ms: number;
  readonly isShown: boolean;
}

// Whoever asked for it has the answer, or is gone.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.once('message', async ({ mode, ms, isShown }: SpinnerTask) => {
  process.send!(await MODES[mode](isShown, ms));
  process.disconnect!();
});
