import type { Fate } from './fate.ts';

/** How a gate turns a request away, and how long that takes: where absent, what the request's fate says. */
export type Refusal =
  | { readonly by: 'status'; readonly status: number; readonly retryAfterMs: number; readonly afterMs?: number }
  | { readonly by: 'hang' }
  | { readonly by: 'reset'; readonly afterMs?: number };

/** What a gate says to a request that has arrived. */
export interface Admission {
  /** The fault that the gate belongs to. */
  readonly fault: string;
  /** Headers for the answer, whatever it is. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How the request is turned away; absent when it may pass. */
  readonly refused?: Refusal;
  /** What it has to wait for before it has passed; absent when it passes at once. */
  readonly passage?: Passage;
}

/** A request's way through a gate that makes it wait. */
export interface Passage {
  /** Calls `started` when the service begins and `passed` when it is over: at once, if that is now. */
  begin(started: () => void, passed: () => void): void;
  /** The client has gone: the place, in the queue or in service, is free for the next. */
  abandon(): void;
}

/**
 * The part of a fault that depends on the other requests of the moment: a limit of rate or of capacity. It lives as long
 * as the profile it was made for, so that requests which wait keep their place when the profile changes.
 */
export interface Gate {
  admit(fate: Fate): Admission;
}
