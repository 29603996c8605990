import type { plot } from '@observablehq/plot';

type Drawing = ReturnType<typeof plot>;

/** Where a row of a drawing is, in pixels below its top edge. */
export interface RowBox {
  readonly topPx: number;
  readonly heightPx: number;
}

/** Where the row at this place is. */
export function rowBox(drawing: Drawing, place: number): RowBox {
  const { firstPx, heightPx } = bands(drawing);
  return { topPx: firstPx + place * heightPx, heightPx };
}

/** The place of the row at a height of the window; undefined above the first and below the last. */
export function placeAt(drawing: Drawing, rows: number, clientY: number): number | undefined {
  const { firstPx, heightPx } = bands(drawing);
  const place = Math.floor((clientY - drawing.getBoundingClientRect().top - firstPx) / heightPx);
  return place >= 0 && place < rows ? place : undefined;
}

/** The place that a key leads to: undefined for none, null when the key leads nowhere. */
export function nextPlace(key: string, place: number | undefined, rows: number): number | undefined | null {
  if (key === 'Escape') return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return rows - 1;
  if (key === 'ArrowDown' || key === 'ArrowRight') return Math.min(rows - 1, (place ?? -1) + 1);
  if (key === 'ArrowUp' || key === 'ArrowLeft') return Math.max(0, (place ?? rows) - 1);
  return null;
}

/** A drawing may be shown smaller than it is, as in print. */
function bands(drawing: Drawing): { readonly firstPx: number; readonly heightPx: number } {
  const { range = [0], bandwidth = 1 } = drawing.scale('y') ?? {};
  const [firstPx] = range as readonly number[];
  const shrunk = drawing.getBoundingClientRect().height / Number(drawing.getAttribute('height'));
  return { firstPx: firstPx! * shrunk, heightPx: bandwidth * shrunk };
}
