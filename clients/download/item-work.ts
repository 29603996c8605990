/** Where the CPU work of items can be done. */
export const CPU_PLACES = ['loop', 'pool', 'process'] as const;

/** One of these: the event loop that asks, a pool of threads beside it, or a pool of processes. */
export type CpuPlace = (typeof CPU_PLACES)[number];

/** How a file can be written: so that the event loop goes on meanwhile, or so that it waits. */
export const SAVE_WAYS = ['async', 'sync'] as const;

/** One of these. */
export type SaveWay = (typeof SAVE_WAYS)[number];

/** A flag may be saved up to so many times as large. */
export const MAX_SAVE_TIMES = 1000;

/** What is computed for each item that has come, before it is saved. */
export interface CpuWork {
  /** Rounds of hashing: the same work on every machine, however long that takes there. */
  readonly rounds: number;
  readonly on: CpuPlace;
}

/** Computes beside an event loop, on lanes that are ready. Disposing of it ends them, whatever they are computing. */
export interface Computer extends AsyncDisposable {
  /**
   * Resolves with the last digest when so many rounds are done; the first that ask are served first.
   *
   * @throws WorkError when the lane dies
   */
  compute(rounds: number): Promise<string>;
}
