import { isMeasured, type MeasuredCell } from '../../result/cell.ts';
import type { BenchResult } from '../../result/result.ts';
import { MILLISECONDS, RATE, RATIO } from '../../result/unit.ts';
import { BASELINE, speedup } from './speedup.ts';

/** Less than this is no gain: two runs of the same thing differ as much. */
const LEAST_GAIN = 1.05;

interface Gain {
  readonly cell: MeasuredCell;
  /** How many times sooner than sequential. */
  readonly factor: number;
}

/** One sentence on what there is to see in a bench; undefined where no cell was measured. */
export function headline({ cells, servers }: BenchResult): string | undefined {
  const measured = cells.filter(isMeasured);
  const scheduled = measured.filter(({ lateStarts }) => lateStarts !== undefined);
  if (scheduled.length > 0) return slowest(scheduled);
  const gains = measured.flatMap((cell): Gain[] => {
    const factor = cell.strategy === BASELINE ? undefined : speedup(cell, measured);
    return factor === undefined ? [] : [{ cell, factor }];
  });
  const idle = servers.find(
    ({ faults, label }) => faults === 'none' && gains.some(({ cell }) => cell.server === label),
  );
  const waiting = best(gains.filter(({ cell }) => cell.efficiency !== undefined));
  const instant = idle && best(gains.filter(({ cell }) => cell.server === idle.label));
  if (waiting !== undefined) return `${sooner(waiting)}${instant === undefined ? '' : aside(instant)}.`;
  if (instant !== undefined) return `${onIdle(instant)}.`;
  return closest(measured);
}

function best(gains: readonly Gain[]): Gain | undefined {
  return gains.toSorted((a, b) => b.factor - a.factor)[0];
}

function sooner({ cell, factor }: Gain): string {
  const { m, strategy, server, efficiency = 0 } = cell;
  const requests = m === 1 ? '1 request' : `${m} requests`;
  const much = factor < LEAST_GAIN ? 'no sooner' : `${factor.toFixed(1)} times sooner`;
  return `With ${requests} in flight ${strategy} finished ${server} ${much} than sequential, at ${RATIO.text(efficiency)} of the ideal`;
}

function aside({ cell, factor }: Gain): string {
  const gained = factor < LEAST_GAIN ? 'nothing' : `${factor.toFixed(1)} x`;
  return `; on ${cell.server}, where nothing waits, concurrency gained ${gained}`;
}

function onIdle({ cell, factor }: Gain): string {
  if (factor < LEAST_GAIN) return `On ${cell.server}, where nothing waits, no strategy finished sooner than sequential`;
  return `On ${cell.server}, where nothing waits, ${cell.strategy} finished ${factor.toFixed(1)} times sooner than sequential`;
}

/** How long whoever comes on schedule has to wait where it takes longest. */
function slowest(scheduled: readonly MeasuredCell[]): string {
  const tail = ({ latencyP50Ms, latencyP95Ms, latencyP99Ms }: MeasuredCell) =>
    latencyP99Ms ?? latencyP95Ms ?? latencyP50Ms ?? 0;
  const worst = scheduled.toSorted((a, b) => tail(b) - tail(a))[0]!;
  const { server, latencyP50Ms, latencyP95Ms } = worst;
  if (latencyP50Ms === undefined) return `On ${server} too few requests were started to say how long one has to wait.`;
  const half = `On ${server} half of the requests had their answer within ${MILLISECONDS.text(latencyP50Ms)} of their time to start`;
  if (latencyP95Ms === undefined) return `${half}.`;
  return `${half}, ${worst.latencyP99Ms === undefined ? '95' : '99'} % within ${MILLISECONDS.text(tail(worst))}.`;
}

/** What can be said where nothing can be compared with sequential: of one cell what it reached, of several which is best. */
function closest(measured: readonly MeasuredCell[]): string | undefined {
  const [nearest] = measured.toSorted((a, b) => (b.efficiency ?? 0) - (a.efficiency ?? 0));
  if (nearest === undefined) return undefined;
  const isAlone = measured.length === 1;
  if (nearest.efficiency !== undefined) {
    const share = RATIO.text(nearest.efficiency);
    return withM(nearest, isAlone ? `reached ${share} of the ideal` : `came closest to the ideal: ${share} of it`);
  }
  const fastest = measured.toSorted((a, b) => b.goodputPerSecond - a.goodputPerSecond)[0]!;
  const rate = RATE.text(fastest.goodputPerSecond);
  return withM(fastest, isAlone ? `had a goodput of ${rate}` : `had the highest goodput: ${rate}`);
}

function withM({ m, strategy, server }: MeasuredCell, did: string): string {
  return `With m = ${m} ${strategy} ${did} on ${server}.`;
}
