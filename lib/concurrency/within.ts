/**
 * Something that is entered and left, and that must know how: a transaction commits or rolls back.
 *
 * @example
 * ```ts
 * import { type Scope, within } from 'flaglab';
 * const log: string[] = [];
 * const transaction: Scope<string[]> = {
 *   enter: () => log,
 *   leave: (_, failure) => void log.push(failure === undefined ? 'commit' : 'roll back'),
 * };
 * await within(transaction, (statements) => void statements.push('insert'));
 * await within(transaction, () => Promise.reject(new Error('no'))).catch(() => {});
 * console.log(log); // [ 'insert', 'commit', 'roll back' ]
 * ```
 */
export interface Scope<T> {
  enter(): Promise<T> | T;
  /** @param failure what the body threw, in an object, since anything can be thrown; undefined when it returned */
  leave(entered: T, failure: { readonly error: unknown } | undefined): Promise<void> | void;
}

/**
 * Enters a scope, runs the body, and leaves the scope, which is told whether the body failed: `await using` cannot tell. The
 * body's error is thrown when the scope has been left; one of `leave` comes with it, in a SuppressedError.
 *
 * @example
 * ```ts
 * import { within } from 'flaglab';
 * const balance = { value: 100 };
 * const transfer = {
 *   enter: () => balance.value,
 *   leave: (before: number, failure?: object) => void (balance.value = failure === undefined ? balance.value : before),
 * };
 * const tooMuch = () => {
 *   balance.value -= 150;
 *   if (balance.value < 0) throw new RangeError('not enough');
 * };
 * console.log(await within(transfer, tooMuch).catch((error: Error) => error.message), balance.value); // not enough 100
 * ```
 */
export async function within<T, R>(scope: Scope<T>, body: (entered: T) => Promise<R> | R): Promise<R> {
  const entered = await scope.enter();
  let value: R;
  try {
    value = await body(entered);
  } catch (error) {
    try {
      await scope.leave(entered, { error });
    } catch (leaving) {
      throw new SuppressedError(leaving, error, 'the body failed, and so did leaving its scope');
    }
    throw error;
  }
  await scope.leave(entered, undefined);
  return value;
}
