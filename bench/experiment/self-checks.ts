import { max, mean, min } from 'simple-statistics';
import type { Outcome } from '../../clients/download/outcome.ts';
import { strategyRow } from '../../clients/strategy-rows.ts';
import { OUT_OF_DESCRIPTORS } from '../../lib/errors/message-of.ts';
import { descriptorLimitText } from '../../lib/processes/descriptor-limit.ts';
import { littleResidual } from '../../lib/queueing/littles-law.ts';
import { counted } from '../../lib/units/counted.ts';
import { listed } from '../../lib/units/listed.ts';
import { wholePercent } from '../../lib/units/percent.ts';
import { type Plan, plannedNoun } from '../plan/plan.ts';
import type { Cell } from '../result/cell.ts';
import { cellName } from '../result/cell-group.ts';
import type { Figures } from '../result/figures.ts';
import { hasWork } from '../result/settings/work-settings.ts';
import { isTooShort, longerHint } from '../result/too-short.ts';
import { DURATION, MILLISECONDS } from '../result/unit.ts';
import type { Warning } from '../result/warning.ts';
import { beaten, isInVain } from '../result/withheld.ts';
import { AGENT_CHECKS } from './agent-checks.ts';
import { heldLoop } from './held-loop.ts';
import type { CellYield } from './run-cell.ts';
import { bends, latency, serverLatenessMs } from './servers/lateness.ts';

/** Fewer items than this say little. */
const MIN_ITEMS = 20;

/** How far apart the two sides of Little's law may be. */
const MAX_LITTLE_RESIDUAL = 0.15;

/** Under this mean latency, what the network adds to it is more than Little's law allows for. */
const MIN_LITTLE_LATENCY_MS = 20;

/** What to do where something else kept the machine from its work. */
const BUSY_HINT = 'close other programs';

/** The share of its cores that a client may use before it is the client that is measured. */
const MAX_CPU_SHARE = 0.9;

/** A cell must last so long for its use of CPU to say something, in milliseconds. */
const MIN_CPU_ELAPSED_MS = 200;

/** The share of requests that may start late before a schedule was none. */
const MAX_LATE_SHARE = 0.01;

/** What a cell's own figures say against it. */
export function selfChecks(index: number, cell: Cell, cellYield: CellYield): Warning[] {
  const name = cellName(cell);
  const checks = [
    contradiction,
    beatenIdeal,
    smallSample,
    tooShort,
    littlesLaw,
    heldLoop,
    eventLoop,
    serverTimers,
    cpu,
    lateStarts,
    dropped,
    shared,
    descriptors,
    ...AGENT_CHECKS,
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
  const foretold = plan === undefined ? '' : `, by the plan ${plan}`;
  // Where they agree, as they do for a command, which tells no count of its own, it is not the counts that are in doubt.
  const counts =
    client === server ? '' : `: ok by its own count ${client}, by the server's records ${server}${foretold}`;
  const message = `${name} ${refuted.map(({ what }) => what).join(' and ')}${counts}`;
  const hint = [...new Set(refuted.map((one) => one.hint))].join('; ');
  return { kind: 'contradicted', message, hint };
};

/** The ideal is a lower bound: if the figures say otherwise, one of them is wrong. */
const beatenIdeal: Check = (name, { figures: { withheld, idealMs, elapsedMs } }) => {
  if (withheld === undefined || withheld !== beaten(idealMs, elapsedMs)) return undefined;
  const hint = 'the client may have a cache, or ask another server';
  return { kind: 'beaten-ideal', message: `${name}: ${withheld}`, hint };
};

const smallSample: Check = (name, { figures, plan }) => {
  const { items } = figures;
  if (items >= MIN_ITEMS || isVainService(figures, plan)) return undefined;
  const message = `${name} asked for ${counted(items, plannedNoun(plan))}: too few to tell luck from speed`;
  const hint = plan.isService
    ? 'give more --items, or --repeat'
    : 'ask for more with -l or -a, or repeat with --repetitions';
  return { kind: 'small-sample', message, hint };
};

/** Too few flags are too short in any case, and where faults change nothing is compared: that is said already. */
const tooShort: Check = (name, { figures, plan }) => {
  if (figures.items < MIN_ITEMS || plan.variesBy !== undefined || !isTooShort(figures, plan.isService))
    return undefined;
  if (isVainService(figures, plan)) return undefined;
  const message = `${name} is too short to compare its speed: ${DURATION.text(figures.elapsedMs)}, ${counted(figures.requests, 'request')}`;
  const hint = longerHint({ isService: plan.isService === true, isCrawl: plan.isCrawl === true });
  return { kind: 'too-short', message, hint };
};

/**
 * Only where fates hold time: elsewhere, the network is all that there is, and client and server see it differently. And only
 * where each item was one request that was answered, and no more: what was refused, given up or never arrived is known of
 * already, and of what an item does afterwards the server knows nothing.
 */
const littlesLaw: Check = (name, { figures: { meanInFlight, requests }, outcomes, plan, seen, work }) => {
  const latencyMs = mean(outcomes.map(latency));
  const spanMs = spanOf(outcomes);
  const isExplained =
    hasWork(work) ||
    requests !== outcomes.length ||
    outcomes.some(isUnanswered) ||
    seen.records.some(({ shed }) => shed);
  if (
    plan.sumMs === 0 ||
    meanInFlight === undefined ||
    latencyMs < MIN_LITTLE_LATENCY_MS ||
    spanMs === 0 ||
    isExplained
  )
    return undefined;
  const throughputPerSecond = (outcomes.length / spanMs) * 1000;
  const residual = littleResidual({ meanInFlight, throughputPerSecond, meanLatencyMs: latencyMs });
  if (Math.abs(residual) <= MAX_LITTLE_RESIDUAL) return undefined;
  const message = `${name}: requests in flight differ by ${wholePercent(residual)} from throughput times latency (Little's law)`;
  return {
    kind: 'littles-law',
    message,
    hint: 'the client and the server do not agree: see whether this computer is busy',
  };
};

/** Its threads are busy with their start, and its main event loop with them: that times nothing. A holder is named already. */
const eventLoop: Check = (name, { figures, outcomes }, { strategy }) => {
  const { eventLoopDelayP99Ms: lateMs = 0, heldBy = [] } = figures;
  if (strategyRow(strategy)?.isThreaded === true || heldBy.length > 0 || !bends(lateMs, outcomes)) return undefined;
  const message = `${name}: the client's event loop was up to ${MILLISECONDS.text(lateMs)} late (p99)`;
  return { kind: 'event-loop', lateMs, message, hint: BUSY_HINT };
};

const serverTimers: Check = (name, { seen: { records }, outcomes, plan }) => {
  // What another service takes for itself is no lateness.
  if (plan.isService) return undefined;
  const lateMs = serverLatenessMs(records);
  if (!bends(lateMs, outcomes)) return undefined;
  const message = `${name}: the server answered up to ${lateMs.toFixed(0)} ms later than it meant to (p95)`;
  return { kind: 'timer', lateMs, message, hint: BUSY_HINT };
};

const cpu: Check = (name, { figures: { cpuSeconds, elapsedMs, eventLoopDelayP99Ms }, work }, { strategy }) => {
  const share = (cpuSeconds * 1000) / elapsedMs;
  // A command's CPU time includes the start of its processes; the event loop of none of them was looked at.
  if (eventLoopDelayP99Ms === undefined) return undefined;
  // The start of those who compute beside the loop is included, too.
  const hasOthers = strategyRow(strategy)?.isThreaded === true || (work.cpu?.on ?? 'loop') !== 'loop';
  if (hasOthers || elapsedMs < MIN_CPU_ELAPSED_MS || share <= MAX_CPU_SHARE) return undefined;
  const message = `${name}: the client used ${wholePercent(share)} of a core`;
  return { kind: 'cpu', message, hint: 'the client is the bottleneck: more concurrency will not help it' };
};

const lateStarts: Check = (name, { figures: { lateStarts: late = 0, items }, spread }) => {
  if (late / items <= MAX_LATE_SHARE) return undefined;
  const byAgent = (spread?.shares ?? []).map(({ agent, lateStarts: own = 0 }) => `${own} of agent ${agent}`);
  const whose = byAgent.length === 0 ? '' : ` (${listed(byAgent)})`;
  const message = `${name}: ${late} of ${items} requests started over 1 ms late${whose}`;
  return {
    kind: 'late-starts',
    message,
    hint: 'the client could not keep the schedule: lower --rate or close other programs',
  };
};

const dropped: Check = (name, { seen }) => {
  if (seen.dropped === 0) return undefined;
  const message = `${name}: ${seen.dropped} requests are no longer remembered, so peak and connections may be too low`;
  return { kind: 'records-dropped', message, hint: 'ask for fewer flags in one cell' };
};

/** Who asks beside the client takes a part of what the server can do. */
const shared: Check = (name, { seen: { others } }) => {
  if (others === 0) return undefined;
  const message = `${name}: somebody else sent ${counted(others, 'request')} to the server meanwhile, which are not counted`;
  return { kind: 'shared', message, hint: 'use a lab that nobody else uses' };
};

/** Both sides of the socket can run out of them: what the client could not send is in its outcomes. */
const descriptors: Check = (name, { outcomes, seen: { descriptorsUsedUp } }) => {
  const unsent = outcomes.filter(({ reason }) => reason === OUT_OF_DESCRIPTORS).length;
  if (unsent === 0 && !descriptorsUsedUp) return undefined;
  const who = [...(unsent > 0 ? ['the client'] : []), ...(descriptorsUsedUp ? ['the servers'] : [])].join(' and ');
  const limit = descriptorLimitText();
  const message = `${name}: ${who} ran out of file descriptors${limit}, so requests failed that no server refused`;
  return { kind: 'descriptors', message, hint: 'raise the limit before the bench, such as ulimit -n 4096' };
};

/** What failed altogether fails no less with more of it. */
function isVainService(figures: Figures, { isService }: Plan): boolean {
  return isService === true && isInVain(figures);
}

function isUnanswered({ kind }: Outcome): boolean {
  return kind === 'timeout' || kind === 'networkError' || kind === 'cancelled';
}

function spanOf(outcomes: readonly Outcome[]): number {
  return max(outcomes.map(({ endedMs }) => endedMs)) - min(outcomes.map(({ startedMs }) => startedMs));
}
