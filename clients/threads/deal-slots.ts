/** Deals `m` slots to at most `threads` threads, one by one as cards are dealt: none is lost, and no thread is without one. */
export function dealSlots(m: number, threads: number): number[] {
  const hands = Array.from({ length: Math.min(threads, m) }, () => 0);
  for (let slot = 0; slot < m; slot++) hands[slot % hands.length]!++;
  return hands;
}
