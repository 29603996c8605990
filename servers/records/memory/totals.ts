/** Where the buckets of the durations end, in seconds; a last one has all. */
export const BUCKET_ENDS_SECONDS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/**
 * What a server has counted since its start, whatever runs have begun meanwhile.
 *
 * @example
 * ```ts
 * import { startLab, type Totals } from 'flaglab';
 * await using lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } });
 * for (let i = 0; i < 2; i++) await fetch(`${lab.url('ERROR')}/flags/br/br.gif`);
 * const totals: Totals = await lab.server('ERROR').totals();
 * console.log(totals.statuses, totals.faults, totals.inFlight); // { '200': 1, '503': 1 } { status: 1 } 0
 * ```
 */
export interface Totals {
  /** Requests that have come and not ended. */
  readonly inFlight: number;
  /** How many have ended with each status; `none` where no answer had begun. */
  readonly statuses: Readonly<Record<string, number>>;
  /** How many each fault has touched, by its name. */
  readonly faults: Readonly<Record<string, number>>;
  /** How many took no longer than each of {@link BUCKET_ENDS_SECONDS}, each with those of the buckets before it. */
  readonly durationBuckets: readonly number[];
  /** How long all that have ended took together, from arrival to end, in seconds. */
  readonly durationSumSeconds: number;
  /** How many have ended. */
  readonly ended: number;
}

const NO_STATUS = 0;

/** Counts the requests of a server. */
export class TotalsCounter {
  /** By status; under {@link NO_STATUS} where no answer had begun. */
  readonly #statuses = new Map<number, number>();
  readonly #faults = new Map<string, number>();
  readonly #buckets = new Float64Array(BUCKET_ENDS_SECONDS.length + 1);
  #arrived = 0;
  #ended = 0;
  #sumMs = 0;

  /** A request has come. */
  arrive(): void {
    this.#arrived += 1;
  }

  /** One has ended of which nothing else is known any more. */
  forgotten(): void {
    this.#arrived -= 1;
  }

  /**
   * One has ended.
   *
   * @param status undefined where no answer had begun
   */
  end(status: number | undefined, faults: readonly string[], durationMs: number): void {
    this.#ended += 1;
    this.#sumMs += durationMs;
    countOne(this.#statuses, status ?? NO_STATUS);
    for (const fault of faults) countOne(this.#faults, fault);
    let bucket = 0;
    while (durationMs > (BUCKET_ENDS_SECONDS[bucket] ?? Number.POSITIVE_INFINITY) * 1000) bucket += 1;
    this.#buckets[bucket]! += 1;
  }

  /** All that has been counted. */
  get totals(): Totals {
    let upTo = 0;
    return {
      inFlight: this.#arrived - this.#ended,
      statuses: sorted(
        [...this.#statuses].map(([status, count]) => [status === NO_STATUS ? 'none' : `${status}`, count]),
      ),
      faults: sorted([...this.#faults]),
      durationBuckets: BUCKET_ENDS_SECONDS.map((_, i) => (upTo += this.#buckets[i]!)),
      durationSumSeconds: this.#sumMs / 1000,
      ended: this.#ended,
    };
  }
}

function countOne<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sorted(counts: [name: string, count: number][]): Record<string, number> {
  return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
}
