/** Where a reset can break a connection off: when the request is in, amid the headers, or amid the body. */
export const RESET_POINTS = ['connect', 'headers', 'body'] as const;

/** Where a reset breaks a connection off. */
export type ResetPoint = (typeof RESET_POINTS)[number];

/**
 * What the faults decide for one (seed, label, key, attempt): a plain value, computed without side effects.
 *
 * @example
 * ```ts
 * import { type Fate, fate, parseProfile } from 'flaglab';
 * const profile = parseProfile(['delay=fixed:20ms', 'status=418@25%']);
 * const egypt: Fate = fate(profile, { seed: 42, label: 'ERROR', key: 'GET /flags/eg/eg.gif', attempt: 1 });
 * console.log(egypt.delayMs, egypt.status, egypt.faults); // 20 418 [ 'delay', 'status' ]
 * ```
 */
export interface Fate {
  /** The request is accepted and never answered. */
  readonly hangs: boolean;
  /** The answer is bytes that are not HTTP. */
  readonly garbage: boolean;
  /** Where the connection is reset, or undefined. */
  readonly resetAt: ResetPoint | undefined;
  /** How long the request and its answer are on their way, there and back, in milliseconds. */
  readonly travelMs: number;
  /**
   * How long a server of limited capacity serves the request while it serves no other, in milliseconds; where it passes
   * several capacities, all of these services together.
   */
  readonly serviceMs: number;
  /** How long a server of limited capacity takes to turn the request away, in milliseconds; of several capacities, the last. */
  readonly shedAfterMs: number;
  /**
   * Where the request passes another capacity than the first, each by itself, in their order; undefined for one that it does
   * not pass.
   */
  readonly capacities?: readonly (CapacityFate | undefined)[];
  /** How long the answer is held back before its headers, in milliseconds. */
  readonly delayMs: number;
  /** The status answered instead of the file, or undefined where the file is answered. */
  readonly status: number | undefined;
  /** What the Retry-After header of that status says, in milliseconds; undefined for no header. */
  readonly retryAfterMs: number | undefined;
  /** Whether it says so as a date; absent for seconds. */
  readonly retryAfterIsDate?: boolean | undefined;
  /** What the answer with that status has of its own; absent where it is the lab's. */
  readonly injected?: InjectedAnswer | undefined;
  /** Over how long the header bytes are dribbled, in milliseconds. */
  readonly slowHeadersMs: number;
  /** The pace of the body, or undefined for no limit. */
  readonly bytesPerSecond: number | undefined;
  /** The pace at which the body of the request is read; absent for no limit. */
  readonly uploadBytesPerSecond?: number | undefined;
  /** The connection is closed amid the body. */
  readonly truncated: boolean;
  /** After how many bytes a body is cut; absent for its half. */
  readonly cutAfterBytes?: number | undefined;
  /** The names of the faults that touch the request, in the order in which they apply. */
  readonly faults: readonly string[];
}

/** What an injected answer has of its own. */
export interface InjectedAnswer {
  /** Absent for the lab's own body, which says that the status was injected. */
  readonly body?: string | undefined;
  /** Its Content-Type; absent for `application/json` where it is JSON, else for plain text in UTF-8. */
  readonly type?: string | undefined;
  /** Each as `Name: value`. */
  readonly headers: readonly string[];
}

/** The part of a fate that one capacity carries out. */
export type CapacityFate = Pick<Fate, 'serviceMs' | 'shedAfterMs'>;

/** The fate of a request that no fault touches. */
export const UNTOUCHED: Fate = Object.freeze({
  hangs: false,
  garbage: false,
  resetAt: undefined,
  travelMs: 0,
  serviceMs: 0,
  shedAfterMs: 0,
  delayMs: 0,
  status: undefined,
  retryAfterMs: undefined,
  slowHeadersMs: 0,
  bytesPerSecond: undefined,
  truncated: false,
  faults: Object.freeze([]),
});

/**
 * What a fate says of one capacity; undefined where the request does not pass it.
 *
 * @param number which one, from 0, in their order
 */
export function atCapacity(fate: Fate, number: number): CapacityFate | undefined {
  if (fate.capacities !== undefined) return fate.capacities[number];
  return number === 0 && fate.faults.includes('capacity') ? fate : undefined;
}
