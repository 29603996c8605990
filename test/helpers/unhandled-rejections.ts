import { setImmediate as nextLoopTurn } from 'node:timers/promises';

/** Runs `action` and returns the rejections that nobody handled, by the end of the event loop's turn after it. */
export async function unhandledRejectionsDuring(action: () => Promise<void>): Promise<unknown[]> {
  const reasons: unknown[] = [];
  const record = (reason: unknown) => reasons.push(reason);
  process.on('unhandledRejection', record);
  try {
    await action();
    await nextLoopTurn();
  } finally {
    process.off('unhandledRejection', record);
  }
  return reasons;
}
