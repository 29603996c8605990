/** An answer that the numbers do not allow, and why: a value to show, not an error. */
export interface WhyNot {
  readonly ok: false;
  /** One plain sentence without a full stop, such as "the fit needs 6 levels of concurrency, and there are 4". */
  readonly why: string;
}

/** Makes a {@link WhyNot}. */
export function whyNot(why: string): WhyNot {
  return { ok: false, why };
}
