// A thread of the tests: squares the numbers of one queue into another, or answers one event by another.
import { workerData } from 'node:worker_threads';
import { UniversalEvent } from '../../../lib/concurrency/universal-event.ts';
import { UniversalQueue } from '../../../lib/concurrency/universal-queue.ts';

if (workerData.asked !== undefined) {
  new UniversalEvent(workerData.asked).waitBlocking();
  new UniversalEvent(workerData.answered).set();
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
