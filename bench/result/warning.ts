/** Why the figures may be less than they seem. */
export const WARNING_KINDS = [
  'littles-law',
  'event-loop',
  'small-sample',
  'timer',
  'cpu',
  'late-starts',
  'records-dropped',
  'cell-failed',
  'interrupted',
] as const;

/** A doubt that a bench has about itself. */
export interface Warning {
  readonly kind: (typeof WARNING_KINDS)[number];
  /** The cell's index in the result's `cells`; absent where all are meant. */
  readonly cell?: number;
  /** What was seen, in one sentence with its figure. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}
