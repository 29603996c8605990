/** What waits for its turn. */
type Turn = () => Promise<unknown>;

/**
 * Does one thing at a time. Those who want something take turns, however much each of them wants: who comes with a short
 * wish waits for one of each of the others' wishes, not for all.
 */
export class FairTurns {
  /** By who wants them, in the order of their next turns. */
  readonly #waiting = new Map<string, Turn[]>();
  #isBusy = false;

  /** Does it when its turn has come. */
  take<T>(who: string, wish: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const turn = () => wish().then(resolve, reject);
    const waiting = this.#waiting.get(who);
    if (waiting === undefined) this.#waiting.set(who, [turn]);
    else waiting.push(turn);
    void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let turn = this.#next(); turn !== undefined; turn = this.#next()) await turn();
    this.#isBusy = false;
  }

  #next(): Turn | undefined {
    const [first] = this.#waiting;
    if (first === undefined) return undefined;
    const [who, [turn, ...others]] = first;
    this.#waiting.delete(who);
    if (others.length > 0) this.#waiting.set(who, others);
    return turn;
  }
}
