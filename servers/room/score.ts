import type { Verdict } from '../records/verdict-schema.ts';

/** Requests for each that is no retry, above which retrying is hammering. */
const FAIR_AMPLIFICATION = 2;

/** What opening a connection anew for every request costs. */
const RECONNECTING_COST = 0.1;

/** What of a verdict a score is made of. */
export type Scored = Pick<
  Verdict,
  | 'requests'
  | 'keys'
  | 'shed'
  | 'answers'
  | 'repeats'
  | 'amplification'
  | 'connections'
  | 'peakConnections'
  | 'retryAfter'
  | 'efficiency'
>;

/**
 * How considerate a client was, from 0 to 1:
 *
 *     politeness = (1 − ownShare × shed / requests)
 *                × (1 − given up / requests)
 *                × (1 − violated / (obeyed + violated))
 *                × keys / (keys + repeats)
 *                × min(1, 2 / amplification)
 *                × (1 − 0.1 × (connections − peakConnections) / requests)
 *
 * that is the share of its requests that no limit had to turn away, where limits are shared counted by the share of them that it
 * took up itself then; the share that it did not leave although an answer would have come; of the answers with Retry-After those
 * that it obeyed; of what it asked for besides retries what it did not have yet; nothing lost up to two requests for each that is
 * no retry; and a tenth lost by whoever opens a connection for each request. 1 for who has asked for nothing.
 *
 * @param ownShare of what it took up of a server that is shared, when its requests were turned away; 0 to 1
 */
export function politeness(verdict: Omit<Scored, 'efficiency'>, ownShare = 1): number {
  const { requests, keys, shed, repeats, amplification, answers, connections, peakConnections, retryAfter } = verdict;
  if (requests === 0) return 1;
  const patience = 1 - answers.givenUp / requests;
  const told = retryAfter.obeyed + retryAfter.violated;
  const obedience = told === 0 ? 1 : retryAfter.obeyed / told;
  const thrift = (keys / (keys + repeats)) * Math.min(1, FAIR_AMPLIFICATION / amplification);
  const reconnecting = RECONNECTING_COST * (Math.max(0, connections - peakConnections) / requests);
  return (1 - (ownShare * shed) / requests) * patience * obedience * thrift * (1 - reconnecting);
}

/** Percent of ideal × politeness, from 0 to 100: 100 × efficiency × {@link politeness}. Undefined where there is no efficiency. */
export function score(verdict: Scored, ownShare = 1): number | undefined {
  if (verdict.efficiency === undefined) return undefined;
  return 100 * Math.min(1, verdict.efficiency) * politeness(verdict, ownShare);
}
