/**
 * Calls a task, and returns its promise; what it throws becomes a rejection. A promise is returned as it is: one more
 * around it would cost two turns of the microtask queue.
 */
export function started<T>(task: () => Promise<T> | T): Promise<T> {
  try {
    const result = task();
    return result instanceof Promise ? result : Promise.resolve(result);
  } catch (error) {
    return Promise.reject(error);
  }
}
