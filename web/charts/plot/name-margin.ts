/** How many pixels one character of a chart's text takes, with some to spare. */
const CHARACTER_PX = 9.5;

/** The longest name that gets all its room. */
const LONGEST = 24;

/** The left margin, in pixels, that leaves room for names. */
export function nameMargin(names: readonly string[]): number {
  return 16 + CHARACTER_PX * Math.min(LONGEST, Math.max(0, ...names.map(({ length }) => length)));
}
