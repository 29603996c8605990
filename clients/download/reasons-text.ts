/** How many items failed for each reason. */
export type Reasons = Readonly<Record<string, number>>;

/** So many reasons are named one by one. */
const MAX_NAMED = 4;

/** Reasons as a line, the most frequent first: `9 timeouts (over 3.1 s); 1 × status 418`. Empty where nothing failed. */
export function reasonsText(reasons: Reasons): string {
  const sorted = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  const rest = sorted.slice(MAX_NAMED).reduce((sum, [, count]) => sum + count, 0);
  const named = sorted.slice(0, MAX_NAMED).map(([reason, count]) => countedReason(reason, count));
  return [...named, ...(rest === 0 ? [] : [`${rest} for other reasons`])].join('; ');
}

function countedReason(reason: string, count: number): string {
  const timeout = /^timeout\b(.*)$/.exec(reason);
  return timeout === null ? `${count} × ${reason}` : `${count} ${count === 1 ? 'timeout' : 'timeouts'}${timeout[1]}`;
}
