/** What the records refute of a client's word. */
export interface Refutation {
  /** What it is about: what was counted, m, or how long something took. */
  readonly about: 'counts' | 'm' | 'times';
  /** Without the client's name and without a full stop: `counted 5 flags as downloaded that …`. */
  readonly what: string;
  /** What its author should look at. */
  readonly hint: string;
}
