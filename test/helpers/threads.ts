import type { Worker } from 'node:worker_threads';

let running = 0;
process.on('worker', (worker: Worker) => {
  running++;
  worker.on('exit', () => running--);
});

/** How many threads run that were started by this process since the module was loaded. */
export function runningThreads(): number {
  return running;
}
