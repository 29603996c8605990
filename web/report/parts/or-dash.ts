/** What stands where there is no figure. */
const NOTHING = '–';

/** A figure as text, or a dash where there is none. */
export function orDash(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? NOTHING : text(value);
}
