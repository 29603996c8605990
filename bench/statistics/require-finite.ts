/**
 * Guards a statistic against a number that is none: one NaN would spread into every figure made from it.
 *
 * @throws TypeError when a value is NaN or infinite.
 */
export function requireFinite(values: readonly number[]): void {
  const strange = values.find((value) => !Number.isFinite(value));
  if (strange !== undefined) throw new TypeError(`Expected the values to be finite numbers, got ${strange}`);
}
