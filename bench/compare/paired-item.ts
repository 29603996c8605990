/** What became of one item in one repetition. */
export interface ItemSample {
  readonly ok: boolean;
  /** From the first attempt to the outcome, whatever the outcome. */
  readonly latencyMs: number;
}

/** One side's repetitions of an item, in the order of the repetitions; undefined where there is no record of it. */
export type ItemRuns = readonly (ItemSample | undefined)[];

/** An item that both sides had. It met the same fate on both, so it is compared with itself. */
export interface PairedItem {
  readonly a: ItemRuns;
  readonly b: ItemRuns;
}

/** A comparison of fewer pairs than this would be the luck of one of them. */
export const PAIRS_NEEDED = 5;

/** The number of repetitions of a side: the longest of its items'. */
export function repetitionCount(items: readonly PairedItem[], side: 'a' | 'b'): number {
  return items.reduce((most, item) => Math.max(most, item[side].length), 0);
}
