/** How many keys are counted at once. Past that the oldest is forgotten first, and its next request is attempt 1 again. */
const MAX_KEYS = 100_000;

/** Counts attempts: how often each key was asked for within a run. Its memory is bounded. */
export class Attempts {
  readonly #counts = new Map<string, number>();
  readonly #maxKeys: number;
  /**
   * Walks the keys from the oldest on. A new walk for each key would pass by all that were forgotten before; one that stands
   * still keeps all memory that the keys have had since.
   */
  #oldest: Iterator<string> | undefined;

  constructor(maxKeys: number = MAX_KEYS) {
    this.#maxKeys = maxKeys;
  }

  /**
   * Counts one request and says which attempt it is, from 1.
   *
   * @param run the client's own run, where it named one: each run counts apart
   */
  next(key: string, run: string | undefined): number {
    const counted = run === undefined ? key : prefixOf(run) + key;
    const attempt = (this.#counts.get(counted) ?? 0) + 1;
    if (attempt === 1 && this.#counts.size >= this.#maxKeys) this.#forgetOldest();
    this.#counts.set(counted, attempt);
    return attempt;
  }

  /** Begins a new run: every key's next request is attempt 1; of a run by name, only that run's. */
  reset(run?: string): void {
    if (run !== undefined) {
      for (const counted of this.#counts.keys()) if (counted.startsWith(prefixOf(run))) this.#counts.delete(counted);
      return;
    }
    this.#oldest = undefined;
    this.#counts.clear();
  }

  #forgetOldest(): void {
    this.#oldest ??= this.#counts.keys();
    this.#counts.delete(this.#oldest.next().value!);
  }
}

/** What comes before the keys of a run: no name holds a line end, and no key. */
function prefixOf(run: string): string {
  return `${run}\n`;
}
