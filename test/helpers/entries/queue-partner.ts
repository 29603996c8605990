// A thread of the tests: squares the numbers of one queue into another, answers one event by another, or uses a queue for ever.
import { parentPort, workerData } from 'node:worker_threads';
import { UniversalEvent } from '../../../lib/concurrency/universal-event.ts';
import { UniversalQueue } from '../../../lib/concurrency/universal-queue.ts';

if (workerData.asked !== undefined) {
  new UniversalEvent(workerData.asked).waitBlocking();
  new UniversalEvent(workerData.answered).set();
} else if (workerData.manner === 'endless') {
  const queue = UniversalQueue.from<string>(workerData.tasks);
  parentPort!.postMessage('begun');
  for (;;) {
    queue.sendBlocking('x'.repeat(60_000));
    queue.receiveBlocking();
  }
} else {
  const tasks = UniversalQueue.from<number>(workerData.tasks);
  const results = UniversalQueue.from<number>(workerData.results);
  if (workerData.manner === 'awaiting') {
    for await (const value of tasks) await results.send(value ** 2);
  } else {
    try {
      for (;;) results.sendBlocking(tasks.receiveBlocking() ** 2);
    } catch {
      // The queue is closed.
    }
  }
}
