/** Two ends between which a value is thought to lie. `high` may be Infinity, which JSON writes as null: no upper end. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A value with the interval around it, in the value's own unit. */
export interface Estimate extends Interval {
  readonly value: number;
}
