/**
 * A first-in, first-out queue that anyone may leave from the middle, as at a counter with numbered tickets: `push` hands
 * out the next number, `shift` serves the lowest number still waiting, `delete` is somebody walking out.
 *
 * Each number is passed over at most once, so every operation is O(1) on average, however many walk out. (A `Set` keeps
 * the same order, but finding its first element means stepping over all those that left before it.)
 */
export class TicketQueue<T> {
  readonly #waiting = new Map<number, T>();
  #nextTicket = 0;
  #nowServing = 0;

  /** How many are waiting. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Puts `value` at the end and returns its ticket, with which it can leave. */
  push(value: T): number {
    this.#waiting.set(this.#nextTicket, value);
    return this.#nextTicket++;
  }

  /** Takes out the value with this ticket; false when it has been served or has left already. */
  delete(ticket: number): boolean {
    return this.#waiting.delete(ticket);
  }

  /** Takes out the value that has waited longest, or returns undefined when nobody waits. */
  shift(): T | undefined {
    if (this.#waiting.size === 0) return undefined;
    while (!this.#waiting.has(this.#nowServing)) this.#nowServing++;
    const value = this.#waiting.get(this.#nowServing);
    this.#waiting.delete(this.#nowServing);
    return value;
  }
}
