import type { RequestRecord } from '../../lib/request-record.ts';
import type { Verdict } from './verdict-schema.ts';

/** What became of a request that has no whole answer. */
type Unanswered = Exclude<keyof Verdict['answers'], 'statuses'>;

/** Counts what became of each request: its status, or why it has none. Together they are all requests. */
export function countAnswers(records: readonly RequestRecord[]): Verdict['answers'] {
  const statuses: Record<string, number> = {};
  const others: Record<Unanswered, number> = { truncated: 0, reset: 0, garbage: 0, givenUp: 0, hung: 0, open: 0 };
  for (const record of records) {
    const { ending, status = 0 } = record;
    if (ending === 'sent') statuses[status] = (statuses[status] ?? 0) + 1;
    else others[unanswered(record)] += 1;
  }
  return { statuses, ...others };
}

/** Whether a server let a request wait for ever, which a limit can do too. */
export function isHung({ ending, failsBy, shed }: RequestRecord): boolean {
  return (ending === 'client-gone' || ending === 'open') && (failsBy === 'hang' || shed);
}

function unanswered(record: RequestRecord): Unanswered {
  if (isHung(record)) return 'hung';
  const { ending, failsBy, shed } = record;
  if (ending === 'open') return 'open';
  if (ending === 'client-gone') return 'givenUp';
  if (shed || (failsBy !== 'truncate' && failsBy !== 'garbage')) return 'reset';
  return failsBy === 'truncate' ? 'truncated' : 'garbage';
}
