import type { TimePart } from '../../../bench/result/time-parts.ts';

/** How a part of the time is drawn: the colour, and that of text on it. Both are custom properties of the style sheet. */
export interface PartStyle {
  readonly color: string;
  readonly ink: string;
}

/** The style of a part: grey for what no client can save. */
export function partStyle(part: TimePart): PartStyle {
  return { color: `var(--part-${part})`, ink: `var(--part-${part}-ink)` };
}
