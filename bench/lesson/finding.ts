/** One thing that was looked at, in the records of a server or in what a client says. */
export interface Finding {
  /** Whether it is as it should be. */
  readonly holds: boolean;
  /** What was seen, and what is needed where that differs, in one sentence without a full stop. */
  readonly saw: string;
  /** What to look at, in one sentence; absent where nothing is amiss, or nothing more can be said. */
  readonly hint?: string;
}

/** How a finding is told: as it is good, or as it is not. */
export interface FindingTexts {
  readonly good: string;
  readonly bad: string;
  readonly hint?: string;
}

/** A finding, with the text that fits. */
export function finding(holds: boolean, { good, bad, hint }: FindingTexts): Finding {
  if (holds) return { holds, saw: good };
  return { holds, saw: bad, ...(hint !== undefined && { hint }) };
}
