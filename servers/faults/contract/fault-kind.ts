import type { z } from 'zod';
import type { Draw } from '../../../lib/chance/draw.ts';
import type { LazySchema } from '../../../lib/schema/lazy-schema.ts';
import type { Fate } from './fate.ts';
import type { FaultSpec } from './fault-spec.ts';
import type { Gate } from './gate.ts';
import type { FieldOf, TextForm } from './text-form.ts';

/** The stages of a request, in the order in which faults apply to it. */
export const STAGES = ['connection', 'rate', 'capacity', 'delay', 'status', 'body'] as const;

/** A stage of a request. */
export type Stage = (typeof STAGES)[number];

/** What a fault may look at when it decides: its own stream of draws, its place in the profile, and what was decided before it. */
export interface Decision {
  readonly draw: Draw;
  /** How many faults of the same kind come before it, whether they apply to the request or not. */
  readonly number: number;
  readonly fate: Fate;
}

/**
 * One kind of misbehaviour: a row of the registry. The JSON form is what `schema` accepts, with its defaults; `text` says
 * how the same fields are written as `name=value@share,option=value`.
 */
export interface FaultKind<Spec extends FaultSpec = FaultSpec> {
  readonly name: Spec['fault'];
  readonly stage: Stage;
  /** One line for help, pages and docs/reference.md: what it does to a request. */
  readonly summary: string;
  /** What one with these parameters does to a request that it touches, going on after "it": `waits 2 s before it answers`. */
  readonly words: (spec: Spec) => string;
  /** A complete text form. */
  readonly example: string;
  /** One line on what a client notices, and what curl reports. */
  readonly clientSees: string;
  /** What it reads is complete: what was not given has its default. */
  readonly schema: LazySchema<z.ZodType<Spec> & { readonly shape: Readonly<Record<string, z.ZodType>> }>;
  /** What its fields are where they are not given, in both forms: who writes a fault as text needs no schema. */
  readonly defaults?: Partial<Spec>;
  readonly text: TextForm<FieldOf<Spec>>;
  /** Other words that its text form may begin with, and what each stands for; it is never written so. */
  readonly otherWords?: Readonly<Record<string, string>>;
  /**
   * What the fault changes in the fate of one request; undefined when it leaves that request alone. Its name is added
   * to `faults` for it.
   */
  readonly decide: (spec: Spec, decision: Decision) => Partial<Fate> | undefined;
  /**
   * Makes the gate of a fault that depends on the other requests of the moment; the clock counts milliseconds, and `number`
   * is how many faults of the same kind come before it.
   */
  readonly gate?: (spec: Spec, clock: () => number, number: number) => Gate;
}
