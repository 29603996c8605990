import { counted } from '../../../lib/units/counted.ts';
import { isMeasured, type MeasuredCell } from '../../result/cell.ts';
import type { RateCurve } from '../../result/rate-curve.ts';
import type { BenchResult } from '../../result/result.ts';
import { isMerelyTooShort } from '../../result/too-short.ts';
import { DURATION, MILLISECONDS, RATE, RATIO } from '../../result/unit.ts';
import { mainFailure } from '../../result/withheld.ts';
import { type Row, rows, rowsOfEachLevel } from '../../rows/rows.ts';
import { inVain } from './in-vain.ts';
import { BASELINE, speedup } from './speedup.ts';

/** Less than this is no gain: two runs of the same thing differ as much. */
const LEAST_GAIN = 1.05;

interface Gain {
  readonly row: Row;
  /** How many times sooner than sequential. */
  readonly factor: number;
}

/**
 * The answer of a bench in a sentence or two, for somebody who reads nothing else: first what went otherwise than asked,
 * then what concurrency gained. It rests on no figure that is withheld. Undefined where no cell was measured.
 */
export function headline(result: BenchResult): string | undefined {
  if (result.rateCurves !== undefined) return rateAnswers(result.rateCurves);
  const shown = rows(result).filter(isMeasured);
  const { sentence: vain, others: measured } =
    result.service === undefined ? { others: shown } : inVain(shown, rowsOfEachLevel(result).filter(isMeasured));
  const scheduled = measured.filter(({ lateStarts }) => lateStarts !== undefined);
  if (scheduled.length > 0) return slowest(scheduled, nounOf(result));
  const sentences = [vain, amiss(measured, result), praise(measured, result)].filter((one) => one !== undefined);
  return sentences.join(' ') || tooSoon(measured, result);
}

/** What is asked for. */
function nounOf({ service }: BenchResult): string {
  return service === undefined ? 'flag' : 'item';
}

/** Of rates that rose, what each server takes. */
function rateAnswers(curves: readonly RateCurve[]): string | undefined {
  return curves.length === 0 ? undefined : curves.map(({ answer }) => answer).join(' ');
}

/** What the most telling of the rows did otherwise than asked; undefined where all did their work. */
function amiss(measured: readonly Row[], result: BenchResult): string | undefined {
  const odd = measured
    .filter((row) => row.withheld !== undefined && !isMerelyTooShort(row))
    .toSorted((a, b) => gravity(b) - gravity(a));
  const [first] = odd;
  if (first === undefined) return undefined;
  // Whoever was refused is named even where another did worse: it is the server's word on how much is too much.
  const refusedToo = odd.find((row) => row !== first && gravity(row) === 1);
  return [
    whatHappened(first, measured, result),
    ...(refusedToo === undefined ? [] : [whatHappened(refusedToo, measured, result)]),
  ].join(' ');
}

function whatHappened(row: Row, measured: readonly Row[], result: BenchResult): string {
  const { strategy, server, m, refused = 0, requests, contradicted, items, reasons = {}, withheld } = row;
  if (contradicted !== undefined && contradicted.client !== contradicted.server) {
    const { client, server: sent } = contradicted;
    const mistake = Object.keys(reasons).some((reason) => reason.startsWith('status'))
      ? ' A client that does not check response.ok counts errors as flags.'
      : '';
    return `${strategy} says that it got ${client} of ${items} flags from ${server}, but the server sent ${sent}.${mistake}`;
  }
  if (contradicted === undefined && refused > 0) {
    const who = measured.length === 1 ? 'the server' : server;
    const whom = measured.length === 1 ? '' : ` to ${strategy}`;
    return `At m = ${m} ${who} refused ${refused} of ${Math.max(requests, refused)}${whom}${mostThatWorked(row, result)}.`;
  }
  return `No speed is given for ${strategy} on ${server}: ${withheld}.`;
}

/** Where nothing else can be said. */
function tooSoon(measured: readonly Row[], { service }: BenchResult): string | undefined {
  const [shortest] = measured.filter(isMerelyTooShort).sort((a, b) => a.elapsedMs - b.elapsedMs);
  if (shortest === undefined) return undefined;
  const { strategy, server, elapsedMs } = shortest;
  const soon = `${strategy} finished ${server} in ${DURATION.text(elapsedMs)}, too soon to measure its speed`;
  const longer = service === undefined ? ', or give a larger --time-scale' : '';
  return `${soon}: ask more often with --repeat 100${longer}.`;
}

function gravity({ contradicted, refused = 0 }: Row): number {
  return contradicted === undefined ? Math.min(1, refused) : 2;
}

/** The highest m of the same sweep at which all that could work did. */
function mostThatWorked({ server, strategy }: Row, result: BenchResult): string {
  const sweep = rowsOfEachLevel(result)
    .filter(isMeasured)
    .filter((row) => row.server === server && row.strategy === strategy);
  if (sweep.length === 1) return '';
  const refusing = sweep.filter(({ refused = 0 }) => refused > 0).map(({ m }) => m);
  const worked = sweep.filter(({ withheld, m }) => withheld === undefined && m < Math.min(...refusing));
  const most = Math.max(...worked.map(({ m }) => m));
  return worked.length === 0 ? '; it refused some at every m' : `; the most that worked without errors: m = ${most}`;
}

/** What those rows have gained that did their work. */
function praise(measured: readonly Row[], result: BenchResult): string | undefined {
  const gains = measured.flatMap((row): Gain[] => {
    const factor = row.strategy === BASELINE ? undefined : speedup(row, measured);
    return factor === undefined ? [] : [{ row, factor }];
  });
  const idle = result.servers.find(
    ({ faults, label }) => faults === 'none' && gains.some(({ row }) => row.server === label),
  );
  const waiting = best(gains.filter(({ row }) => row.efficiency !== undefined));
  const instant = idle && best(gains.filter(({ row }) => row.server === idle.label));
  if (waiting !== undefined) return `${sooner(waiting, result)}${instant === undefined ? '' : aside(instant)}.`;
  if (instant !== undefined) return `${onIdle(instant)}.`;
  return closest(measured, result);
}

function best(gains: readonly Gain[]): Gain | undefined {
  return gains.toSorted((a, b) => b.factor - a.factor)[0];
}

function sooner({ row, factor }: Gain, result: BenchResult): string {
  const { m, strategy, server, efficiency = 0 } = row;
  const much = factor < LEAST_GAIN ? 'no sooner' : `${factor.toFixed(1)} times sooner`;
  return `With ${counted(m, 'request')} in flight ${strategy} finished ${server} ${much} than sequential, at ${RATIO.text(efficiency)} of the ideal${littleCame(row, result)}`;
}

/**
 * A row that failed as its faults would have it has done its work, but who reads of speed alone takes it for success. What
 * a service fails by is its own affair.
 */
function littleCame(row: Row, { service }: BenchResult): string {
  const { items, outcomes, errorShare } = row;
  if (service !== undefined) {
    const isLittle = outcomes.ok <= items / 2;
    return isLittle ? ` (only ${outcomes.ok} of ${counted(items, 'item')} ended ok: ${mainFailure([row])})` : '';
  }
  return errorShare >= 0.5 ? ` (the faults let only ${outcomes.ok} of ${counted(items, 'flag')} through)` : '';
}

function aside({ row, factor }: Gain): string {
  const gained = factor < LEAST_GAIN ? 'nothing' : `${factor.toFixed(1)} x`;
  return `; on ${row.server}, where nothing waits, concurrency gained ${gained}`;
}

function onIdle({ row, factor }: Gain): string {
  if (factor < LEAST_GAIN) return `On ${row.server}, where nothing waits, no strategy finished sooner than sequential`;
  return `On ${row.server}, where nothing waits, ${row.strategy} finished ${factor.toFixed(1)} times sooner than sequential`;
}

/** How long whoever comes on schedule has to wait where it takes longest. */
function slowest(scheduled: readonly MeasuredCell[], noun: string): string {
  const tail = ({ latencyP50Ms, latencyP95Ms, latencyP99Ms }: MeasuredCell) =>
    latencyP99Ms ?? latencyP95Ms ?? latencyP50Ms ?? 0;
  const worst = scheduled.toSorted((a, b) => tail(b) - tail(a))[0]!;
  const { server, latencyP50Ms, latencyP95Ms, errorShare } = worst;
  const failed = errorShare === 0 ? '' : `; ${RATIO.text(errorShare)} failed`;
  if (latencyP50Ms === undefined) return `On ${server} too few ${noun}s came to say how long one has to wait.`;
  const half = `On ${server} half of the ${noun}s took up to ${MILLISECONDS.text(latencyP50Ms)} from their scheduled start`;
  if (latencyP95Ms === undefined) return `${half}${failed}.`;
  return `${half}, ${worst.latencyP99Ms === undefined ? '95' : '99'} % up to ${MILLISECONDS.text(tail(worst))}${failed}.`;
}

/** What can be said where nothing can be compared with sequential: of one row what it reached, of several which is best. */
function closest(measured: readonly Row[], result: BenchResult): string | undefined {
  // Of a strategy that was swept, the best m is the answer, and not what its highest m reached.
  const isSwept = ({ server, strategy }: Row) =>
    result.curves.some((curve) => curve.server === server && curve.strategy === strategy);
  const fair = measured.filter((row) => row.withheld === undefined && !isSwept(row));
  const [nearest] = fair.toSorted((a, b) => (b.efficiency ?? 0) - (a.efficiency ?? 0));
  if (nearest === undefined) return undefined;
  const isAlone = measured.length === 1;
  if (nearest.efficiency !== undefined) {
    const share = RATIO.text(nearest.efficiency);
    if (fair.length < 2) return withM(nearest, `reached ${share} of the ideal`, result);
    return withM(nearest, `came closest to the ideal: ${share} of it`, result);
  }
  const fastest = fair.toSorted((a, b) => b.goodputPerSecond - a.goodputPerSecond)[0]!;
  // Whoever was done too soon to tell may well have been faster.
  const mayBeFaster = measured.some((row) => isMerelyTooShort(row) && row.goodputPerSecond > fastest.goodputPerSecond);
  if (mayBeFaster) return undefined;
  const rate = RATE.text(fastest.goodputPerSecond);
  return withM(fastest, isAlone ? `had a goodput of ${rate}` : `had the highest goodput: ${rate}`, result);
}

function withM(row: Row, did: string, result: BenchResult): string {
  return `With m = ${row.m} ${row.strategy} ${did} on ${row.server}${littleCame(row, result)}.`;
}
