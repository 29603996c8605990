import { InvariantError } from '../../lib/errors/invariant-error.ts';
import type { Outcome, OutcomeKind } from './outcome.ts';
import { OUTCOME_KINDS } from './outcome-kinds.ts';
import { reasonOf } from './reason.ts';

/**
 * The outcomes of a whole download, counted.
 *
 * @example
 * ```ts
 * import { startLab, strategy, type Tally, tally } from 'flaglab';
 * await using lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } });
 * const options = { baseUrl: `${lab.url('ERROR')}/flags`, retries: 1, timeScale: 0.01 };
 * const outcomes = await Array.fromAsync(strategy('async').download(['BR', 'FR'], options));
 * const { items, kinds, requests }: Tally = tally(outcomes, 2);
 * console.log(`${kinds.ok} of ${items} ok, ${requests} requests`); // 2 of 2 ok, 4 requests
 * ```
 */
export interface Tally {
  /** How many items there were, which is the sum of `kinds`. */
  readonly items: number;
  /** How many items ended in each way. */
  readonly kinds: Readonly<Record<OutcomeKind, number>>;
  /** How many items failed for each reason, such as `status 418`. */
  readonly reasons: Readonly<Record<string, number>>;
  /** How many requests were sent, retries and metadata included. */
  readonly requests: number;
  /** Bytes of all bodies that were received whole. */
  readonly bytes: number;
}

/** Counts outcomes as they come. */
export class Tallier {
  readonly #kinds = Object.fromEntries(OUTCOME_KINDS.map((kind) => [kind, 0])) as Record<OutcomeKind, number>;
  readonly #reasons = new Map<string, number>();
  #items = 0;
  #requests = 0;
  #bytes = 0;

  /** Counts one item's outcome. */
  add(outcome: Outcome): void {
    const { kind, requests, bytes } = outcome;
    const reason = reasonOf(outcome);
    if (reason !== undefined) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    this.#items++;
    this.#kinds[kind]++;
    this.#requests += requests;
    this.#bytes += bytes;
  }

  /**
   * The tally of a download of so many items.
   *
   * @throws InvariantError unless each had exactly one outcome.
   */
  close(items: number): Tally {
    if (this.#items !== items) {
      throw new InvariantError(`${this.#items} outcomes for ${items} items: each item must end exactly once`);
    }
    const reasons = Object.fromEntries(this.#reasons);
    return { items, kinds: { ...this.#kinds }, reasons, requests: this.#requests, bytes: this.#bytes };
  }
}

/**
 * Tallies the outcomes of a finished download of so many items.
 *
 * @throws InvariantError unless each item had exactly one outcome.
 *
 * @example
 * ```ts
 * import { startLab, strategy, tally } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * const codes = ['BR', 'FR', 'XX'];
 * const outcomes = await Array.fromAsync(strategy('async').download(codes, { baseUrl: `${lab.url('LOCAL')}/flags` }));
 * const { kinds } = tally(outcomes, codes.length);
 * console.log(kinds.ok, kinds.notFound); // 2 1
 * ```
 */
export function tally(outcomes: Iterable<Outcome>, items: number): Tally {
  const tallier = new Tallier();
  for (const outcome of outcomes) tallier.add(outcome);
  return tallier.close(items);
}
