import type { MessagePort } from 'node:worker_threads';
import type { Outcome } from '../download/outcome.ts';
import type { SharedQueue } from './item-queue.ts';

/** The one long task of a thread: to take items from the queue until there are no more, and to post what came of them. */
export interface ThreadTask {
  readonly queue: SharedQueue;
  /** Who the thread is for the queue. */
  readonly holder: number;
  /** The most requests that the thread may have in flight. */
  readonly slots: number;
  /** When the download began, on the monotonic clock. */
  readonly beganMs: number;
  /** Gets a batch of answers at a time; closed when the task has ended. */
  readonly port: MessagePort;
  /** Leads to what computes for all threads; absent where nothing does. */
  readonly computing?: MessagePort;
}

/** What came of an item. */
export interface Answer {
  readonly index: number;
  readonly outcome: Outcome;
}
