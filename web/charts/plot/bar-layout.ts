import type { PlotOptions } from '@observablehq/plot';

/** How many pixels one character of a chart's text takes, with some to spare. */
const CHARACTER_PX = 9.5;

/** The longest name that gets all its room. */
const LONGEST = 24;

/** Where bars that lie one below the other have their places, in pixels. */
export interface BarLayout extends Pick<PlotOptions, 'height' | 'marginTop' | 'marginBottom' | 'y'> {
  readonly marginLeft: number;
  readonly marginRight: number;
}

/**
 * Places for bars with their names on the left and an axis below.
 *
 * @param rowPx the height of a bar and the gap after it
 */
export function barLayout(names: readonly string[], rowPx: number): BarLayout {
  return {
    height: rowPx * names.length + 70,
    marginLeft: 16 + CHARACTER_PX * Math.min(LONGEST, Math.max(0, ...names.map(({ length }) => length))),
    marginRight: 24,
    marginTop: 10,
    marginBottom: 56,
    y: { domain: names, padding: 0.25 },
  };
}
