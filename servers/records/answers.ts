import type { Failing, RequestRecord } from '../../lib/request-record.ts';
import type { Verdict } from './verdict-schema.ts';

/** What became of a request that has no whole answer. */
type Unanswered = Exclude<keyof Verdict['answers'], 'statuses'>;

/** What a break is called by what has caused it; any other is a reset. A datagram that is dropped is over at once. */
const BREAKS: Partial<Record<Failing, Unanswered>> = { truncate: 'truncated', garbage: 'garbage', hang: 'hung' };

/** What an answer counts as whose protocol has no status. */
const WITHOUT_STATUS = 'answered';

/** Counts what became of each request: its status, or why it has none. Together they are all requests. */
export function countAnswers(records: readonly RequestRecord[]): Verdict['answers'] {
  const statuses: Record<string, number> = {};
  const others: Record<Unanswered, number> = { truncated: 0, reset: 0, garbage: 0, givenUp: 0, hung: 0, open: 0 };
  for (const record of records) {
    const { ending, status = WITHOUT_STATUS } = record;
    if (ending === 'sent') statuses[status] = (statuses[status] ?? 0) + 1;
    else others[unanswered(record)] += 1;
  }
  return { statuses, ...others };
}

function unanswered({ ending, failsBy }: RequestRecord): Unanswered {
  if (ending === 'reset') return (failsBy && BREAKS[failsBy]) ?? 'reset';
  if (failsBy === 'hang') return 'hung';
  return ending === 'open' ? 'open' : 'givenUp';
}
