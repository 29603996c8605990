import type { z } from 'zod';

/** What zod says of a union that has no words of its own. */
const UNTOLD = 'Invalid input';

/** How zod ends what it says of a field that is missing. */
const RECEIVED_NOTHING = 'received undefined';

type Issue = z.core.$ZodIssue;

/** What a schema gives for a value that it refuses. */
interface Refused {
  readonly issues: readonly Issue[];
}

/** How zod's own words begin; where a schema has better ones, they stand. */
const ZODS_WORDS = /^(?:Too (?:small|big)|Invalid (?:input|option)|Unrecognized key)/;

/** What a type is called. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

/**
 * What a schema has against a value, in one line that names the field: `cells.0.outcomes: expected object`.
 *
 * @param whole what the value itself is called, where the fault is in no field of it; nothing when absent
 */
export function issueText(error: Refused, whole = ''): string {
  const { path, words } = firstIssue(error);
  const name = path.length === 0 ? whole : path.join('.');
  return name === '' ? words : `${name}: ${words}`;
}

/** What a schema has against a value, and where in it. */
export function firstIssue({ issues }: Refused): { readonly path: readonly PropertyKey[]; readonly words: string } {
  return closestIssue(tellingOf(issues)!, []);
}

/** Of a field that is missing and one that there is not, which it may be by another name, the second tells more. */
function tellingOf(issues: readonly Issue[]): Issue | undefined {
  const [first] = issues;
  const isMissing = first?.code === 'invalid_type' && first.message.endsWith(RECEIVED_NOTHING);
  return (isMissing ? issues.find(({ code }) => code === 'unrecognized_keys') : undefined) ?? first;
}

/** Where a value may have one of several shapes, it is held against the one that it comes closest to. */
function closestIssue(issue: Issue, above: readonly PropertyKey[]): ReturnType<typeof firstIssue> {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.message === UNTOLD) {
    const [closest] = issue.errors.toSorted((a, b) => a.length - b.length);
    const telling = tellingOf(closest ?? []);
    if (telling !== undefined) return closestIssue(telling, path);
  }
  return { path, words: issueWords(issue) };
}

/** What a schema has against a value, in words that do not name the field: zod's own are none that a person would use. */
export function issueWords(issue: Issue): string {
  if (!ZODS_WORDS.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'too_small':
      return boundText(issue.inclusive === false ? 'over' : 'at least', issue.minimum, issue.origin);
    case 'too_big':
      return boundText(issue.inclusive === false ? 'under' : 'at most', issue.maximum, issue.origin);
    case 'invalid_type':
      if (issue.message.endsWith(RECEIVED_NOTHING)) return 'is missing';
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return `there is no field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    default:
      return issue.message === UNTOLD ? 'is not allowed there' : issue.message;
  }
}

function boundText(side: string, bound: number | bigint, origin: string): string {
  const hasLength = origin === 'array' || origin === 'string';
  return `must ${hasLength ? 'have a length of' : 'be'} ${side} ${bound}`;
}
