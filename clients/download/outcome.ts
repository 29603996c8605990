/** Every way in which one item can end. Exactly one of them happens to each item. */
export const OUTCOME_KINDS = ['ok', 'notFound', 'httpError', 'timeout', 'networkError', 'cancelled'] as const;

/**
 * How one item ended. 404 is an answer (`notFound`), every other status outside 200–299 is an `httpError`. A `networkError`
 * is all else that left the item without its flag, and its `error` says what: refused, reset, cut short, not HTTP, metadata
 * that is none, a thread that died, a disk that is full.
 *
 * @example
 * ```ts
 * import { type OutcomeKind, startLab, strategy } from 'flaglab';
 * const failed: readonly OutcomeKind[] = ['httpError', 'timeout', 'networkError'];
 * await using lab = await startLab({ LOCAL: {} });
 * for await (const { kind, status } of strategy('async').download(['XX'], { baseUrl: `${lab.url('LOCAL')}/flags` })) {
 *   console.log(kind, status, failed.includes(kind)); // notFound 404 false
 * }
 * ```
 */
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

/**
 * What happened to one item. A plain value: it crosses threads and is written to files. All times are milliseconds since
 * the download began, which is when its threads, if it has any, were ready.
 *
 * @example
 * ```ts
 * import { type Outcome, startLab, strategy } from 'flaglab';
 * await using lab = await startLab({ ERROR: { faults: ['status=418'] } });
 * const options = { baseUrl: `${lab.url('ERROR')}/flags` };
 * const [outcome]: Outcome[] = await Array.fromAsync(strategy('async').download(['BR'], options));
 * console.log(outcome?.code, outcome?.kind, outcome?.status, outcome?.requests); // BR httpError 418 1
 * ```
 */
export interface Outcome {
  /** The item: an upper case country code. */
  readonly code: string;
  readonly kind: OutcomeKind;
  /** The last response's status; undefined where no response came. */
  readonly status: number | undefined;
  /** Bytes of the bodies that were received whole. */
  readonly bytes: number;
  /** Requests sent for the item: 1, plus one for each retry, plus those for metadata. What a redirect leads to belongs to its request. */
  readonly requests: number;
  /** When the item's first request was to be sent; undefined where requests are not sent on schedule. */
  readonly scheduledMs?: number | undefined;
  /** When the item's first request was sent. */
  readonly startedMs: number;
  /** When the last response's headers had arrived; undefined where none did. */
  readonly firstByteMs: number | undefined;
  /** When the item had ended, its file in place. */
  readonly endedMs: number;
  /** One line on what went wrong; undefined when nothing did. */
  readonly error: string | undefined;
  /** The concurrency limit when the item ended; undefined where the strategy does not adapt it. */
  readonly limit?: number | undefined;
  /** Where the flag was saved; undefined where nothing was. */
  readonly file: string | undefined;
}
