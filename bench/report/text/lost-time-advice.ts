import { strategyRow } from '../../../clients/strategy-rows.ts';
import { counted } from '../../../lib/units/counted.ts';
import { ratesOf } from '../../../servers/faults/limits/rate-spec.ts';
import type { MeasuredCell } from '../../result/cell.ts';
import { benchClient } from '../../result/own-client.ts';
import type { BenchResult } from '../../result/result.ts';
import { specOf } from '../../result/tested-server.ts';
import type { LostPart } from '../../result/time-parts.ts';
import type { Warning } from '../../result/warning.ts';
import { busyComputer } from './busy-computer.ts';

/** So many connections for each slot are no accident. */
const MANY_CONNECTIONS = 2;

/** A client that never had more of its m in flight, as a share, does not use it. */
const FEW_IN_FLIGHT = 0.8;

/** Where the lab's own programs were late, and nothing in them can be changed. */
function busy(row: MeasuredCell): string {
  return `${busyComputer([row])} was too busy: close other programs, and measure again, with a larger --time-scale if that does not help.`;
}

/** What of a result is looked at besides the row. */
export type AdviceContext = Pick<BenchResult, 'cells' | 'clients' | 'servers' | 'warnings'>;

type Advice = (row: MeasuredCell, context: AdviceContext) => string;

/** What to do about each part, in full sentences, as far as the records say what it comes from. */
const ADVICE: Readonly<Record<LostPart, Advice>> = {
  slowed: (row, { servers }) =>
    isSlowedByOthers(servers, row.server)
      ? 'Requests in service slow each other here: a lower m may be faster. --sweep auto finds it.'
      : busy(row),
  queued: () =>
    'The server had slots enough for all, but not at that moment: requests came in bursts. Send them more evenly.',
  refused: ({ server, refused = 0 }, { servers }) => {
    const [limit] = ratesOf(specOf(servers, server).profile);
    const fewer =
      limit === undefined ? 'use a lower m' : `send no more than ${limit.perSecond} a second, as paced does`;
    return `The server refused ${counted(refused, 'request')}: ${fewer}, and wait as long as Retry-After says before you ask again.`;
  },
  backOff: () => 'Ask for other flags while one waits for its next attempt, or let it wait for less long.',
  retried: (row, { clients }) =>
    benchClient(row, clients).kind === 'command'
      ? 'A retry takes as long as a first request: ask again only where the failure may pass.'
      : 'Give --retries, and keep to it: then the plan and the ideal count on them, too.',
  repeated: () => 'Ask for each flag once, and again only after a failure.',
  underWay: (row, context) => {
    const { connections = 0, m } = row;
    if (connections > MANY_CONNECTIONS * m) {
      return `Keep connections open from one request to the next: it opened ${connections}.`;
    }
    return isByOwnClient(row, context)
      ? 'Look at what the client does after it has noted the start of a request, and before it sends it.'
      : busy(row);
  },
  unread: (row, context) =>
    isByOwnClient(row, context)
      ? 'Read each answer as soon as it comes: keep the client free of long work in between.'
      : busy(row),
  elsewhere: () => 'The server had slots free while all m requests were held elsewhere: a higher m fills them.',
  unused: emptySlots,
  tail: () => 'At the end only the last flags were in flight: with more flags (--all or --repeat) that weighs less.',
};

/** What to do about the part of a row's time of which it lost most. */
export function lostTimeAdvice(row: MeasuredCell, part: LostPart, context: AdviceContext): string {
  return ADVICE[part](row, context);
}

function isSlowedByOthers(servers: AdviceContext['servers'], label: string): boolean {
  const { faults = '' } = servers.find((server) => server.label === label) ?? {};
  return /\b(?:contention|coherency)=/.test(faults);
}

/** Whether it is the doing of a client that is none of the lab's, and not of a computer on which the server was late, too. */
function isByOwnClient(row: MeasuredCell, context: AdviceContext): boolean {
  return !wasBusy(row, context) && benchClient(row, context.clients).kind !== 'strategy';
}

/** Whether the server, too, was late while that row was measured. */
function wasBusy(row: MeasuredCell, context: AdviceContext): boolean {
  return isWarnedOf('timer', row, context);
}

function hasSlowAgent(row: MeasuredCell, context: AdviceContext): boolean {
  return isWarnedOf('slow-agent', row, context) || isWarnedOf('late-agent', row, context);
}

function isWarnedOf(
  wanted: Warning['kind'],
  { server, strategy, m }: MeasuredCell,
  { cells, warnings }: AdviceContext,
): boolean {
  return warnings.some(({ kind, cell: index = Number.NaN }) => {
    const cell = cells[index];
    return kind === wanted && cell?.server === server && cell.strategy === strategy && cell.m === m;
  });
}

function emptySlots(row: MeasuredCell, context: AdviceContext): string {
  const { strategy, m, peakInFlight = m, items } = row;
  const { kind } = benchClient(row, context.clients);
  const most = Math.min(m, items);
  if (strategyRow(strategy)?.learns === true) {
    return `${strategy} leaves slots empty while it learns what the server takes: with more flags that weighs less.`;
  }
  if (kind === 'strategy') {
    if (hasSlowAgent(row, context))
      return 'One agent was later or slower than the others: close other programs there, or leave it out.';
    return wasBusy(row, context)
      ? busy(row)
      : 'Its connections and threads took time to begin: with more flags, or a larger --time-scale, that weighs less.';
  }
  if (peakInFlight <= FEW_IN_FLIGHT * most) {
    return `The server never saw more than ${peakInFlight} of ${most} requests in flight: let the client use all of its m.`;
  }
  return kind === 'command'
    ? 'Send the next request as soon as one has ended. Of a command, the start of a process and connecting count here, too.'
    : 'Send the next request as soon as a slot is free: do not wait for others to end.';
}
