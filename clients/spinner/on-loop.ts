import { sleep } from '../../lib/concurrency/sleep.ts';
import { TaskGroup } from '../../lib/concurrency/task-group.ts';
import { type Drawn, FRAME_MS, Frames } from './frames.ts';
import type { Spun } from './spun.ts';

/** Spins on the event loop that the slow work is on too: it takes turns with it, if the work lets it. */
export async function spinOnLoop(isShown: boolean, slowWork: () => Promise<number> | number): Promise<Spun> {
  const group = new TaskGroup();
  const spinner = group.spawn((signal) => spin(new Frames(isShown), signal));
  const answer = await slowWork();
  group.cancel();
  return { answer, ...(await spinner) };
}

/** Draws frames until it is told to stop. */
async function spin(frames: Frames, signal: AbortSignal): Promise<Drawn> {
  while (!signal.aborted) {
    frames.draw();
    await sleep(FRAME_MS, signal).catch(() => {});
  }
  return frames.end();
}
