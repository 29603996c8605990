import type { z } from 'zod';
import type { Draw } from '../../../lib/chance/draw.ts';
import type { Gate } from './gate.ts';

/** Where a reset can break a connection off: when the request is in, amid the headers, or amid the body. */
export const RESET_POINTS = ['connect', 'headers', 'body'] as const;

/** Where a reset breaks a connection off. */
export type ResetPoint = (typeof RESET_POINTS)[number];

/** The stages of a request, in the order in which faults apply to it. */
export const STAGES = ['connection', 'rate', 'capacity', 'delay', 'status', 'body'] as const;

/** A stage of a request. */
export type Stage = (typeof STAGES)[number];

/** What the faults decide for one (seed, label, key, attempt): a plain value, computed without side effects. */
export interface Fate {
  /** The request is accepted and never answered. */
  readonly hangs: boolean;
  /** The answer is bytes that are not HTTP. */
  readonly garbage: boolean;
  /** Where the connection is reset, or undefined. */
  readonly resetAt: ResetPoint | undefined;
  /** How long a server of limited capacity serves the request while it serves no other, in milliseconds. */
  readonly serviceMs: number;
  /** How long a server of limited capacity takes to turn the request away, in milliseconds. */
  readonly shedAfterMs: number;
  /** How long the answer is held back before its headers, in milliseconds. */
  readonly delayMs: number;
  /** The status answered instead of the file, or undefined where the file is answered. */
  readonly status: number | undefined;
  /** What the Retry-After header of that status says, in milliseconds; undefined for no header. */
  readonly retryAfterMs: number | undefined;
  /** Over how long the header bytes are dribbled, in milliseconds. */
  readonly slowHeadersMs: number;
  /** The pace of the body, or undefined for no limit. */
  readonly bytesPerSecond: number | undefined;
  /** The connection is closed half-way through the body. */
  readonly truncated: boolean;
  /** The names of the faults that touch the request, in the order in which they apply. */
  readonly faults: readonly string[];
}

/** The fate of a request that no fault touches. */
export const UNTOUCHED: Fate = Object.freeze({
  hangs: false,
  garbage: false,
  resetAt: undefined,
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

/** What a fault may look at when it decides: its own stream of draws, the attempt, and what was decided before it. */
export interface Decision {
  readonly draw: Draw;
  readonly attempt: number;
  readonly fate: Fate;
}

/** One fault with its parameters, in JSON form: `{fault: 'status', status: 418, rate: 0.25}`. */
export interface FaultSpec {
  readonly fault: string;
}

/** The list of faults of one server. */
export type Profile = readonly FaultSpec[];

/**
 * One kind of misbehaviour: a row of the registry. The text form is `name=value@share,option=value`; the JSON form is
 * what `schema` accepts; `parse` and `format` go from one to the other.
 */
export interface FaultKind<Spec extends FaultSpec = FaultSpec> {
  readonly name: Spec['fault'];
  readonly stage: Stage;
  /** One line for help, pages and README: what it does to a request. */
  readonly summary: string;
  /** What can be written after its name, and what that means. */
  readonly options: Readonly<Record<string, string>>;
  /** A complete text form. */
  readonly example: string;
  /** One line on what a client notices, and what curl reports. */
  readonly clientSees: string;
  readonly schema: z.ZodType<Spec>;
  /**
   * Reads what follows the name in the text form (`=…` or `@…`) into the JSON form, which the schema then checks.
   *
   * @throws UsageError when the text has another shape.
   */
  readonly parse: (text: string) => object;
  /** Writes what follows the name in the text form. */
  readonly format: (spec: Spec) => string;
  /**
   * What the fault changes in the fate of one request; undefined when it leaves that request alone. Its name is added
   * to `faults` for it.
   */
  readonly decide: (spec: Spec, decision: Decision) => Partial<Fate> | undefined;
  /** Makes the gate of a fault that depends on the other requests of the moment; the clock counts milliseconds. */
  readonly gate?: (spec: Spec, clock: () => number) => Gate;
}
