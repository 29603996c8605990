import type { ItemRecord } from '../result/item-record.ts';
import { beginningMs, latencyMs } from '../result/latency.ts';
import type { ItemSample, PairedItem } from './paired-item.ts';

/** The items of two sides, put beside each other. */
export interface ItemPairs {
  readonly items: readonly PairedItem[];
  /** How many items only one side has. */
  readonly unpaired: number;
}

/**
 * Pairs the records of two sides by fate: the same code, and where a cell asked for it more than once, the same time in
 * turn. All repetitions of an item are on its side of the pair.
 *
 * @param a one list of records for each repetition
 * @param b the same for the other side
 */
export function pairItems(a: readonly (readonly ItemRecord[])[], b: readonly (readonly ItemRecord[])[]): ItemPairs {
  const sides = { a: a.map(samplesByItem), b: b.map(samplesByItem) };
  const keys = { a: keysOf(sides.a), b: keysOf(sides.b) };
  const both = [...keys.a].filter((key) => keys.b.has(key));
  return {
    items: both.map((key) => ({
      a: sides.a.map((repetition) => repetition.get(key)),
      b: sides.b.map((repetition) => repetition.get(key)),
    })),
    unpaired: keys.a.size + keys.b.size - 2 * both.length,
  };
}

function samplesByItem(records: readonly ItemRecord[]): Map<string, ItemSample> {
  const asked = new Map<string, number>();
  const inTurn = records.toSorted((one, other) => beginningMs(one) - beginningMs(other));
  return new Map(
    inTurn.map((record) => {
      const time = (asked.get(record.code) ?? 0) + 1;
      asked.set(record.code, time);
      return [`${record.code} ${time}`, { ok: record.kind === 'ok', latencyMs: latencyMs(record) }];
    }),
  );
}

function keysOf(repetitions: readonly ReadonlyMap<string, ItemSample>[]): Set<string> {
  return new Set(repetitions.flatMap((samples) => [...samples.keys()]));
}
