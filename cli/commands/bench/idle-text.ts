import type { CostEach, HeldIdle, LatencyBeside, SideMemory } from '../../../bench/idle/idle-result.ts';
import { LOAD_M } from '../../../bench/idle/load-rounds.ts';
import { NOTHING } from '../../../bench/result/figures.ts';
import { BYTES, MILLISECONDS } from '../../../bench/result/unit.ts';
import { IDLE_KINDS, type IdleKind } from '../../../clients/idle/idle-kind.ts';
import type { Line } from '../../terminal/line.ts';
import { type Column, tableLines } from '../../terminal/table.ts';

/** What a newcomer calls one of them. */
const NOUNS: Readonly<Record<IdleKind, string>> = { 'keep-alive': 'keep-alive connection', WebSocket: 'WebSocket' };

/** So few that more of them may tell what these do not. */
const FEW = 5000;

/** Within this, half an interval as a share of what it is around, a cost is said as one figure. */
const SURE = 0.2;

const KILOBYTE = 1024;

/** What was not measured, and on whose side. */
const BEYOND = [
  'Memory is that of the two processes, without garbage. What the system keeps for',
  `each socket comes on top. The p99 is that of ${LOAD_M} requests at a time.`,
];

interface SideRow extends SideMemory {
  readonly kind: IdleKind;
  readonly side: string;
}

const MEMORY: readonly Column<SideRow>[] = [
  { head: 'idle', cell: ({ kind }) => kind },
  { head: 'memory of', cell: ({ side }) => side },
  { head: 'before', align: 'right', cell: ({ beforeBytes }) => BYTES.text(beforeBytes) },
  { head: 'with them', align: 'right', cell: ({ withBytes }) => BYTES.text(withBytes) },
  { head: 'each', align: 'right', cell: ({ each }) => (each.ok ? kilobytes(each.bytes) : NOTHING) },
  { head: 'between', cell: ({ each }) => (each.ok ? between(each) : '') },
];

const LATENCY: readonly Column<HeldIdle>[] = [
  { head: 'idle', cell: ({ kind }) => kind },
  { head: "LOCAL's p99 without", align: 'right', cell: ({ latency }) => MILLISECONDS.text(latency.withoutP99Ms) },
  { head: 'with them', align: 'right', cell: ({ latency }) => MILLISECONDS.text(latency.withP99Ms) },
  { head: 'difference', cell: ({ latency }) => (latency.isDifferent ? 'shown' : 'none shown') },
];

/** What is about to be done, in one line. */
export function idleIntent(connections: number): string {
  return `Holding ${grouped(connections)} idle connections to LOCAL: ${IDLE_KINDS.join(', then ')}.`;
}

/**
 * What connections cost as lines, the answer last: a sentence for each kind.
 *
 * @param width of a line, in characters
 */
export function idleText(kinds: readonly HeldIdle[], width: number): Line[] {
  if (kinds.length === 0) return [];
  const rows = kinds.flatMap(({ kind, server, client }): SideRow[] => [
    { kind, side: 'server', ...server },
    { kind, side: 'client', ...client },
  ]);
  return [
    '',
    ...tableLines(MEMORY, rows, width),
    '',
    ...tableLines(LATENCY, kinds, width),
    '',
    ...BEYOND,
    '',
    ...kinds.map((held) => ({ text: `${costs(held)} ${speed(held)}`, tone: 'answer' }) as const),
  ];
}

function costs({ kind, connections, server, client }: HeldIdle): string {
  const noun = NOUNS[kind];
  const more = connections < FEW ? ': hold more of them, such as --idle 10000' : '';
  const untold = `cannot be told from ${grouped(connections)} of them${more}`;
  if (server.each.ok && client.each.ok) {
    return `An idle ${noun} costs the server ${cost(server.each)} and the client ${cost(client.each)};`;
  }
  if (server.each.ok) {
    return `An idle ${noun} costs the server ${cost(server.each)}; what it costs the client ${untold}.`;
  }
  if (client.each.ok) {
    return `An idle ${noun} costs the client ${cost(client.each)}; what it costs the server ${untold}.`;
  }
  return `What an idle ${noun} costs ${untold}.`;
}

function speed({ connections, server, client, latency }: HeldIdle): string {
  const goesOn = server.each.ok && client.each.ok;
  return `${goesOn ? 'with' : 'With'} ${grouped(connections)} of them open LOCAL's p99 was ${latencies(latency)}.`;
}

function latencies({ withP99Ms, withoutP99Ms, isDifferent }: LatencyBeside): string {
  const both = `${MILLISECONDS.text(withP99Ms)}, and ${MILLISECONDS.text(withoutP99Ms)} without`;
  return isDifferent ? both : `${both}: no difference shown`;
}

/** One figure where it is known well, else what it lies between. */
function cost(each: CostEach): string {
  return each.bytes - each.low <= SURE * each.bytes ? kilobytes(each.bytes) : between(each);
}

function between({ low, high }: CostEach): string {
  return `${amount(low)} to ${kilobytes(high)}`;
}

function kilobytes(bytes: number): string {
  return `${amount(bytes)} KB`;
}

function amount(bytes: number): string {
  return (bytes / KILOBYTE).toFixed(1);
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
