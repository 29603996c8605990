import type { z } from 'zod';
import type { Draw } from '../../lib/random.ts';

/** What the faults decide for one (seed, label, key, attempt): a plain value, computed without side effects. */
export interface Fate {
  /** How long the answer is held back before its headers, in milliseconds. */
  readonly delayMs: number;
  /** The status answered instead of the file, or undefined where the file is answered. */
  readonly status: number | undefined;
  /** What the Retry-After header of that status says, in milliseconds; undefined for no header. */
  readonly retryAfterMs: number | undefined;
  /** The names of the faults that touched the request, in the order in which they apply. */
  readonly faults: readonly string[];
}

/** The fate of a request that no fault touches. */
export const UNTOUCHED: Fate = Object.freeze({
  delayMs: 0,
  status: undefined,
  retryAfterMs: undefined,
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
  /** One line for help, pages and README. */
  readonly summary: string;
  /** A complete text form. */
  readonly example: string;
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
}
