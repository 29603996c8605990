import type { MeasuredCell } from '../../result/cell.ts';
import { benchClient } from '../../result/own-client.ts';
import type { BenchResult } from '../../result/result.ts';
import type { LostPart } from '../../result/time-parts.ts';

/** Strategies that begin with few requests in flight and learn how many are well. */
const LEARNERS = ['adaptive', 'paced'];

/** So many connections for each slot are no accident. */
const MANY_CONNECTIONS = 2;

type Known = Pick<BenchResult, 'clients' | 'servers'>;

type Advice = (row: MeasuredCell, known: Known) => string;

/** What to do about each part, in full sentences, as far as the records say what it comes from. */
const ADVICE: Readonly<Record<LostPart, Advice>> = {
  slowed: ({ server }, { servers }) =>
    isSlowedByOthers(servers, server)
      ? 'Requests in service slow each other here: a lower m may be faster. --sweep auto finds it.'
      : 'The server itself got too little of this computer: close other programs, and measure again.',
  queued: () =>
    'The server had slots enough for all, but not at that moment: requests came in bursts. Send them more evenly.',
  refused: ({ refused = 0 }) =>
    `The server refused ${refused === 1 ? '1 request' : `${refused} requests`}: use a lower m, and wait as long as Retry-After says before you ask again.`,
  backOff: () => 'Ask for other flags while one waits for its next attempt, or let it wait for less long.',
  retried: (row, { clients }) =>
    benchClient(row, clients).kind === 'command'
      ? 'A retry takes as long as a first request: ask again only where the failure may pass.'
      : 'Give --retries, and keep to it: then the plan and the ideal count on them, too.',
  repeated: () => 'Ask for each flag once, and again only after a failure.',
  underWay: ({ connections = 0, m }) =>
    connections > MANY_CONNECTIONS * m
      ? `Keep connections open from one request to the next: it opened ${connections}.`
      : 'Look at what the client does between the start that it tells and its sending of the request.',
  unread: () => 'Read each answer as soon as it comes: keep the client free of long work in between.',
  elsewhere: () => 'The server had slots free while all m requests were held elsewhere: a higher m fills them.',
  unused: emptySlots,
  tail: () => 'Only the last flags were left in the end: with more of them, by --all or --repeat, that weighs less.',
};

/** What to do about the part of a row's time of which it lost most. */
export function lostTimeAdvice(row: MeasuredCell, part: LostPart, known: Known): string {
  return ADVICE[part](row, known);
}

function isSlowedByOthers(servers: Known['servers'], label: string): boolean {
  const { faults = '' } = servers.find((server) => server.label === label) ?? {};
  return /\b(?:contention|coherency)=/.test(faults);
}

function emptySlots(row: MeasuredCell, { clients }: Known): string {
  const { strategy, m, peakInFlight = m, items } = row;
  const most = Math.min(m, items);
  if (LEARNERS.includes(strategy)) {
    return `${strategy} leaves slots empty while it learns what the server takes: with more flags that weighs less.`;
  }
  if (peakInFlight < most) {
    return `It never had more than ${peakInFlight} of ${most} requests in flight: let it use all of its m.`;
  }
  return benchClient(row, clients).kind === 'command'
    ? 'Send the next request as soon as one has ended. Of a command, the start of a process and connecting count here, too.'
    : 'Send the next request as soon as a slot is free: do not wait for others to end.';
}
