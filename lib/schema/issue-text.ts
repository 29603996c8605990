import type { z } from 'zod';

/** What zod says of a union that has no words of its own. */
const UNTOLD = 'Invalid input';

type Issue = z.core.$ZodIssue;

/**
 * What a schema has against a value, in one line that names the field: `cells.0.outcomes: expected object`.
 *
 * @param whole what the value itself is called, where the fault is in no field of it; nothing when absent
 */
export function issueText({ issues }: { readonly issues: readonly Issue[] }, whole = ''): string {
  return textOf(issues[0]!, [], whole);
}

/** Where a value may have one of several shapes, it is held against the one that it comes closest to. */
function textOf(issue: Issue, above: readonly PropertyKey[], whole: string): string {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.message === UNTOLD) {
    const [closest] = issue.errors.toSorted((a, b) => a.length - b.length);
    if (closest?.[0] !== undefined) return textOf(closest[0], path, whole);
  }
  const name = path.length === 0 ? whole : path.join('.');
  return name === '' ? issue.message : `${name}: ${issue.message}`;
}
