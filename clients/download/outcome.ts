import type { z } from 'zod';
import type { outcomeSchema } from './outcome-schema.ts';

/**
 * How one item ended. 404 is an answer (`notFound`). Every other status outside 200–299 is an `httpError`, and so is an answer
 * that is no flag: an empty one, a page or whatever else is no GIF image, or one in an encoding that nobody asked for. A
 * `networkError` is all else that left the item without its flag, and its `error` says what: refused, reset, cut short, not
 * HTTP, metadata that is none, a thread that died, a disk that is full.
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
export type OutcomeKind = Outcome['kind'];

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
export type Outcome = Readonly<z.output<typeof outcomeSchema>> & {
  /** The name of the agent that asked for it, where several share a download; absent elsewhere, whatever a client says. */
  readonly agent?: string;
};
