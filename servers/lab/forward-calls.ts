import type { ReadServerCalls } from './server-calls.ts';

/** Each name once: the compiler refuses one that is missing, and one that is no call. */
const NAMES = Object.keys({
  faults: true,
  plan: true,
  setProfile: true,
  records: true,
  recordLines: true,
  runNames: true,
  dropped: true,
  counts: true,
  live: true,
  recent: true,
  totals: true,
  verdict: true,
  seats: true,
  forgetNames: true,
  hideFaults: true,
  reset: true,
  isEnabled: true,
  setEnabled: true,
  close: true,
} satisfies Record<keyof ReadServerCalls, true>) as (keyof ReadServerCalls)[];

/** The calls of a server, each of which asks whatever `answering` returns at that moment. */
export function forwardCalls(answering: () => ReadServerCalls): ReadServerCalls {
  const forward =
    (name: keyof ReadServerCalls) =>
    (...given: unknown[]) => {
      // What is given is what the call of this name takes: the names are the same on both sides.
      const call = answering()[name] as (...given: unknown[]) => Promise<unknown>;
      return call(...given);
    };
  return Object.fromEntries(NAMES.map((name) => [name, forward(name)])) as object as ReadServerCalls;
}
