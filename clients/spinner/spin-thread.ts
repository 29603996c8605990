import { parentPort, workerData } from 'node:worker_threads';
import { FRAME_MS, Frames } from './frames.ts';

/** What the thread of a spinner is given. */
export interface SpinThreadData {
  readonly isShown: boolean;
  /** Becomes 1 when the slow work is done. */
  readonly isDone: Int32Array<SharedArrayBuffer>;
}

const { isShown, isDone } = workerData as SpinThreadData;
parentPort!.postMessage('ready');
const frames = new Frames(isShown);
do frames.draw();
while (Atomics.wait(isDone, 0, 0, FRAME_MS) === 'timed-out');
parentPort!.postMessage(frames.end());
