/**
 * A promise that knows whether anybody has asked for its outcome. While nobody has, its rejection is not reported as
 * unhandled: whoever made the promise can look at `watched` and answer for it.
 */
export class WatchedPromise<T> extends Promise<T> {
  #watched = false;

  /** What `then`, `catch` and `finally` return is an ordinary promise, whose rejection is somebody else's to handle. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  constructor(executor: ConstructorParameters<typeof Promise<T>>[0]) {
    super(executor);
    super.then(undefined, () => {});
  }

  /** Whether anybody has awaited this promise or called `then`, `catch` or `finally` on it. */
  get watched(): boolean {
    return this.#watched;
  }

  // biome-ignore lint/suspicious/noThenProperty: a promise has one, and `await` calls it.
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#watched = true;
    return super.then(onFulfilled, onRejected);
  }
}
