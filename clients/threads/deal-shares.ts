/** What one thread of several is given. */
export interface Share {
  readonly codes: readonly string[];
  /** How many of the slots are the thread's: the most requests it may have in flight. */
  readonly m: number;
}

/**
 * Deals `m` slots to at most `threads` threads, and the items to the slots, one by one as cards are dealt: no slot and no
 * item is lost or given twice, and a thread with more slots gets more items in proportion. No thread is left without work.
 */
export function dealShares(codes: readonly string[], m: number, threads: number): Share[] {
  const slots = Math.min(m, codes.length);
  const hands = Array.from({ length: Math.min(threads, slots) }, () => ({ codes: [] as string[], m: 0 }));
  for (let slot = 0; slot < slots; slot++) hands[slot % hands.length]!.m++;
  for (const [index, code] of codes.entries()) hands[(index % slots) % hands.length]!.codes.push(code);
  return hands;
}
