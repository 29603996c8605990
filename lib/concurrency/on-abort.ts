type Callback = (reason: unknown) => void;

/** All that wait for one signal, behind a single listener that is there only while somebody waits. */
class FanOut {
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<Listening>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(listening: Listening): void {
    if (this.#waiting.size === 0) this.#signal.addEventListener('abort', this, { once: true });
    this.#waiting.add(listening);
  }

  remove(listening: Listening): void {
    this.#waiting.delete(listening);
    if (this.#waiting.size === 0) this.#signal.removeEventListener('abort', this);
  }

  /** Called by the signal. */
  handleEvent(): void {
    for (const { callback } of this.#waiting) callback(this.#signal.reason);
    this.#waiting.clear();
  }
}

class Listening implements Disposable {
  readonly callback: Callback;
  readonly #fanOut: FanOut;

  constructor(fanOut: FanOut, callback: Callback) {
    this.#fanOut = fanOut;
    this.callback = callback;
    fanOut.add(this);
  }

  [Symbol.dispose](): void {
    this.#fanOut.remove(this);
  }
}

const fanOuts = new WeakMap<AbortSignal, FanOut>();
const nothingToStop: Disposable = { [Symbol.dispose]: () => {} };

/**
 * Calls `callback` once with the signal's reason when `signal` aborts, at once if it has aborted already.
 * Disposing of the result stops the listening: `using _listening = onAbort(signal, reject);`.
 * Without a signal there is nothing to wait for.
 *
 * Adding a listener to an `AbortSignal` compares it with every listener that is already there, so 10,000 waiters of one
 * signal would cost 10,000² / 2 comparisons. Here they share one listener, and joining or leaving costs the same for any number.
 *
 * The callback must not throw: those behind it would not be called.
 */
export function onAbort(signal: AbortSignal | undefined, callback: Callback): Disposable {
  if (signal === undefined) return nothingToStop;
  if (signal.aborted) {
    callback(signal.reason);
    return nothingToStop;
  }
  let fanOut = fanOuts.get(signal);
  if (fanOut === undefined) {
    fanOut = new FanOut(signal);
    fanOuts.set(signal, fanOut);
  }
  return new Listening(fanOut, callback);
}
