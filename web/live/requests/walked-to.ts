import type { Bar } from './shown-requests.ts';

/** The bar that a key leads to from the one that is picked, in the order in which requests came; undefined for any other key. */
export function walkedTo<Some extends Bar>(
  key: string,
  bars: readonly Some[],
  picked: number | undefined,
): Some | undefined {
  if (key === 'Home') return bars[0];
  if (key === 'End') return bars.at(-1);
  // Where none is picked one comes in from the side that the arrow comes from.
  if (key === 'ArrowRight') return picked === undefined ? bars[0] : (bars.find(isAfter(picked)) ?? bars.at(-1));
  if (key === 'ArrowLeft') return picked === undefined ? bars.at(-1) : (bars.findLast(isBefore(picked)) ?? bars[0]);
  return undefined;
}

function isAfter(seq: number): (bar: Bar) => boolean {
  return ({ record }) => record.seq > seq;
}

function isBefore(seq: number): (bar: Bar) => boolean {
  return ({ record }) => record.seq < seq;
}
