import { mean } from 'simple-statistics';
import type { Outcome } from '../../clients/download/outcome.ts';
import { littleCheck } from '../../lib/queueing/littles-law.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { wholePercent } from '../../lib/units/percent.ts';
import type { Cell } from '../result/cell.ts';
import { MILLISECONDS } from '../result/unit.ts';
import type { Warning } from '../result/warning.ts';
import { beaten } from '../result/withheld.ts';
import { quantile } from '../statistics/quantile.ts';
import type { CellYield } from './run-cell.ts';

/** Fewer items than this say little. */
const MIN_ITEMS = 20;

/** How far apart the two sides of Little's law may be. */
const MAX_LITTLE_RESIDUAL = 0.15;

/** Under this mean latency, what the network adds to it is more than Little's law allows for. */
const MIN_LITTLE_LATENCY_MS = 20;

/** How late an event loop or a server's timer may be, in milliseconds. */
const MAX_LATENESS_MS = 15;

/** The share of its cores that a client may use before it is the client that is measured. */
const MAX_CPU_SHARE = 0.9;

/** A cell must last so long for its use of CPU to say something, in milliseconds. */
const MIN_CPU_ELAPSED_MS = 200;

/** The share of requests that may start late before a schedule was none. */
const MAX_LATE_SHARE = 0.01;

/** Strategies whose threads ask: their start is in the CPU time, and the main event loop, busy with it, times nothing. */
const THREADED = ['workers', 'hybrid'];

/** What a cell's own figures say against it. */
export function selfChecks(index: number, cell: Cell, cellYield: CellYield): Warning[] {
  const name = `${cell.server} ${cell.strategy} at m = ${cell.m}`;
  const checks = [
    contradiction,
    beatenIdeal,
    smallSample,
    littlesLaw,
    eventLoop,
    serverTimers,
    cpu,
    lateStarts,
    dropped,
  ];
  return checks.flatMap((check) => {
    const found = check(name, cellYield, cell);
    return found === undefined ? [] : [{ ...found, cell: index }];
  });
}

type Check = (name: string, cellYield: CellYield, cell: Cell) => Omit<Warning, 'cell'> | undefined;

/** Clients are not believed, they are checked. */
const contradiction: Check = (name, { refuted, figures: { contradicted } }) => {
  if (contradicted === undefined) return undefined;
  const { client, server, plan } = contradicted;
  const counts = `ok by its own count ${client}, by the server's records ${server}, by the plan ${plan}`;
  const message = `${name} ${refuted.map(({ what }) => what).join(' and ')}: ${counts}`;
  return { kind: 'contradicted', message, hint: refuted[0]!.hint };
};

/** The ideal is a lower bound: if the figures say otherwise, one of them is wrong. */
const beatenIdeal: Check = (name, { figures: { withheld, idealMs, elapsedMs } }) => {
  if (withheld === undefined || withheld !== beaten(idealMs, elapsedMs)) return undefined;
  const hint = 'the client may have a cache, or ask somebody else';
  return { kind: 'beaten-ideal', message: `${name}: ${withheld}`, hint };
};

const smallSample: Check = (name, { figures: { items } }) => {
  if (items >= MIN_ITEMS) return undefined;
  const message = `${name} asked for ${items} flags: too few to tell luck from speed`;
  return { kind: 'small-sample', message, hint: 'ask for more with -l or -a, or repeat with --repetitions' };
};

/** Only where fates hold time: elsewhere, the network is all that there is, and client and server see it differently. */
const littlesLaw: Check = (name, { figures, outcomes, plan }) => {
  const { meanInFlight, elapsedMs, requests } = figures;
  const latencyMs = mean(outcomes.map(latency));
  if (plan.sumMs === 0 || latencyMs < MIN_LITTLE_LATENCY_MS || elapsedMs === 0 || requests !== outcomes.length)
    return undefined;
  const throughputPerSecond = (outcomes.length / elapsedMs) * 1000;
  const { relativeResidual } = littleCheck({ meanInFlight, throughputPerSecond, meanLatencyMs: latencyMs });
  if (Math.abs(relativeResidual) <= MAX_LITTLE_RESIDUAL) return undefined;
  const message = `${name}: requests in flight differ by ${wholePercent(relativeResidual)} from throughput times latency (Little's law)`;
  return {
    kind: 'littles-law',
    message,
    hint: 'client and server saw different things: look for retries, refusals or a busy machine',
  };
};

const eventLoop: Check = (name, { figures: { eventLoopDelayP99Ms = 0 } }, { strategy }) => {
  if (THREADED.includes(strategy) || eventLoopDelayP99Ms <= MAX_LATENESS_MS) return undefined;
  const message = `${name}: the client's event loop was up to ${MILLISECONDS.text(eventLoopDelayP99Ms)} late (p99)`;
  return { kind: 'event-loop', message, hint: 'the client keeps its own loop busy: its latencies are its own doing' };
};

/** A server that leaves answers lying about after their fate is a server without CPU. */
const serverTimers: Check = (name, { seen: { records } }) => {
  const lateness = records.filter(isHeld).map(lateMs);
  const p95 = quantile(lateness, 0.95) ?? Math.max(0, ...lateness.slice(0, 1));
  if (lateness.length === 0 || p95 <= MAX_LATENESS_MS) return undefined;
  const message = `${name}: the server answered up to ${p95.toFixed(0)} ms later than it meant to (p95)`;
  return { kind: 'timer', message, hint: 'the server lacks CPU: end other work on this machine' };
};

const cpu: Check = (name, { figures: { cpuSeconds, elapsedMs, eventLoopDelayP99Ms } }, { strategy }) => {
  const share = (cpuSeconds * 1000) / elapsedMs;
  // A command's CPU time includes the start of its processes; the event loop of none of them was looked at.
  if (eventLoopDelayP99Ms === undefined) return undefined;
  if (THREADED.includes(strategy) || elapsedMs < MIN_CPU_ELAPSED_MS || share <= MAX_CPU_SHARE) return undefined;
  const message = `${name}: the client used ${wholePercent(share)} of a core`;
  return { kind: 'cpu', message, hint: 'the client is the bottleneck: more concurrency will not help it' };
};

const lateStarts: Check = (name, { figures: { lateStarts: late = 0, items } }) => {
  if (late / items <= MAX_LATE_SHARE) return undefined;
  const message = `${name}: ${late} of ${items} requests started over 1 ms late`;
  return {
    kind: 'late-starts',
    message,
    hint: 'the client could not keep the schedule: lower --rate or end other work',
  };
};

const dropped: Check = (name, { seen }) => {
  if (seen.dropped === 0) return undefined;
  const message = `${name}: ${seen.dropped} requests are no longer remembered, so peak and connections may be too low`;
  return { kind: 'records-dropped', message, hint: 'ask for fewer flags in one cell' };
};

function latency({ startedMs, endedMs }: Outcome): number {
  return endedMs - startedMs;
}

function isHeld({ injectedMs, firstByteMs, shed }: RequestRecord): boolean {
  return injectedMs > 0 && firstByteMs !== undefined && !shed;
}

function lateMs({ firstByteMs, startedMs, injectedMs }: RequestRecord): number {
  return firstByteMs! - startedMs - injectedMs;
}
