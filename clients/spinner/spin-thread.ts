import { parentPort, workerData } from 'node:worker_threads';
import { UniversalEvent } from '../../lib/concurrency/universal-event.ts';
import { FRAME_MS, Frames } from './frames.ts';

/** What the thread of a spinner is given. */
export interface SpinThreadData {
  readonly isShown: boolean;
  /** The event that the slow work is done. */
  readonly isDone: UniversalEvent['shared'];
}

const { isShown, isDone } = workerData as SpinThreadData;
const event = new UniversalEvent(isDone);
parentPort!.postMessage('ready');
const frames = new Frames(isShown);
do frames.draw();
while (!event.waitBlocking(FRAME_MS));
parentPort!.postMessage(frames.end());
