import { counted } from '../../../lib/units/counted.ts';
import { listed } from '../../../lib/units/listed.ts';
import { NO_FAULTS } from '../../../servers/faults/format-profile.ts';
import { isMeasured, type MeasuredCell } from '../../result/cell.ts';
import type { RateCurve } from '../../result/rate-curve.ts';
import type { BenchResult } from '../../result/result.ts';
import { itemNoun } from '../../result/settings/service.ts';
import { isMerelyTooShort, longerHint } from '../../result/too-short.ts';
import { DURATION, MILLISECONDS, RATE, RATIO } from '../../result/unit.ts';
import { BUSY_KINDS } from '../../result/warning.ts';
import { mainFailure } from '../../result/withheld.ts';
import { type Row, rows, rowsOfEachLevel } from '../../rows/rows.ts';
import { inVain } from './in-vain.ts';
import { BASELINE, speedup } from './speedup.ts';
import { isTied } from './tied.ts';

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
  if (result.answer !== undefined) return result.answer;
  if (result.rateCurves !== undefined) return rateAnswers(result.rateCurves);
  const shown = rows(result).filter(isMeasured);
  const { sentence: vain, others: measured } =
    result.service === undefined ? { others: shown } : inVain(shown, rowsOfEachLevel(result).filter(isMeasured));
  const scheduled = measured.filter(({ lateStarts }) => lateStarts !== undefined);
  if (scheduled.length > 0) return slowest(scheduled, itemNoun(result));
  const sentences = [vain, amiss(measured, result), praise(measured, result)].filter((one) => one !== undefined);
  return sentences.join(' ') || tooSoon(measured, result);
}

/** Of rates that rose, what each server takes. */
function rateAnswers(curves: readonly RateCurve[]): string | undefined {
  return curves.length === 0 ? undefined : curves.map(({ answer }) => answer).join(' ');
}

/** What the rows did otherwise than asked, the gravest first; undefined where all did their work. */
function amiss(measured: readonly Row[], result: BenchResult): string | undefined {
  const odd = measured.filter((row) => row.withheld !== undefined && !isMerelyTooShort(row));
  const refuted = odd.filter((row) => isMiscounted(row));
  const refused = odd.filter(({ contradicted, refused = 0 }) => contradicted === undefined && refused > 0);
  const others = odd.filter((row) => !refuted.includes(row) && !refused.includes(row));
  const sentences = [
    ...refuted.map(miscounted),
    ...alike(refused, (row) => `${row.m} ${row.server} ${mostThatWorked(row, result)}`).map((rows) =>
      turnedAway(rows, measured, result),
    ),
    ...alike(others, ({ server, withheld }) => `${server} ${withheld}`).map(speedless),
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** Rows of which the same is said. */
function alike(all: readonly Row[], key: (row: Row) => string): Row[][] {
  return [...Map.groupBy(all, key).values()];
}

function isMiscounted({ contradicted }: Row): boolean {
  return contradicted !== undefined && contradicted.client !== contradicted.server;
}

function miscounted({ strategy, server, contradicted, items, reasons = {} }: Row): string {
  const { client, server: sent } = contradicted!;
  const isStatus = Object.keys(reasons).some((reason) => reason.startsWith('status'));
  const mistake = isStatus ? ' A client that does not check response.ok counts errors as flags.' : '';
  return `${strategy} says that it got ${client} of ${items} flags from ${server}, but the server sent ${sent}.${mistake}`;
}

function turnedAway(rows: readonly Row[], measured: readonly Row[], result: BenchResult): string {
  const [first] = rows as [Row];
  const isOnly = measured.length === 1;
  const counts = rows.map(({ strategy, refused = 0, requests, outcomes }) => {
    const all = Math.max(requests, refused);
    // Who had given up before it was refused is one of those that were.
    const lateCount = Math.min(outcomes.timeout, all - refused - outcomes.ok);
    const late = lateCount > 0 ? ` (${lateCount} more timed out)` : '';
    return `${refused} of ${all}${isOnly ? '' : ` to ${strategy}`}${late}`;
  });
  const who = isOnly ? 'the server' : first.server;
  return `At m = ${first.m} ${who} refused ${listed(counts)}${mostThatWorked(first, result)}.`;
}

function speedless(rows: readonly Row[]): string {
  const [{ server, withheld }] = rows as [Row];
  return `No speed is given for ${listed(rows.map(({ strategy }) => strategy))} on ${server}: ${withheld}.`;
}

/** Where nothing else can be said. */
function tooSoon(measured: readonly Row[], { service, crawl }: BenchResult): string | undefined {
  const [shortest] = measured.filter(isMerelyTooShort).sort((a, b) => a.elapsedMs - b.elapsedMs);
  if (shortest === undefined) return undefined;
  const { strategy, server, elapsedMs } = shortest;
  const soon = `${strategy} finished ${server} in ${DURATION.text(elapsedMs)}, too soon to measure its speed`;
  return `${soon}: ${longerHint({ isService: service !== undefined, isCrawl: crawl === true })}.`;
}

/** The highest m of the same sweep at which all that could work did. */
function mostThatWorked({ server, strategy }: Row, result: BenchResult): string {
  const sweep = rowsOfEachLevel(result)
    .filter(isMeasured)
    .filter((row) => row.server === server && row.strategy === strategy);
  if (sweep.length === 1) return '';
  const refusing = sweep.filter(({ refused = 0 }) => refused > 0).map(({ m }) => m);
  const worked = sweep.filter(
    (row) => row.m < Math.min(...refusing) && (row.withheld === undefined || isMerelyTooShort(row)),
  );
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
    ({ faults, label }) => faults === NO_FAULTS && gains.some(({ row }) => row.server === label),
  );
  const waiting = best(gains.filter(({ row }) => row.efficiency !== undefined));
  const instant = idle && best(gains.filter(({ row }) => row.server === idle.label));
  const isBusy = result.warnings.some(({ kind }) => BUSY_KINDS.includes(kind));
  if (waiting !== undefined) return `${sooner(waiting, result)}${instant === undefined ? '' : aside(instant, isBusy)}.`;
  if (instant !== undefined) return `${onIdle(instant, result)}.`;
  return closest(measured, result);
}

/** The highest gain and those next to it, which may as well be as high, in the order of the rows; undefined without any. */
function best(gains: readonly Gain[]): readonly [Gain, ...Gain[]] | undefined {
  const highest = gains.toSorted((a, b) => b.factor - a.factor)[0];
  if (highest === undefined) return undefined;
  const { server, m } = highest.row;
  const tied = gains.filter(
    ({ row, factor }) =>
      row.server === server && row.m === m && isTied(row, highest.row, highest.factor / factor, 'elapsed'),
  );
  return tied as [Gain, ...Gain[]];
}

/** What is said of several is true of each. */
function leastOf(gains: readonly Gain[]): { names: string; factor: number; efficiency: number } {
  return {
    names: listed(gains.map(({ row }) => row.strategy)),
    factor: Math.min(...gains.map(({ factor }) => factor)),
    efficiency: Math.min(...gains.map(({ row }) => row.efficiency ?? 0)),
  };
}

function sooner(gains: readonly [Gain, ...Gain[]], result: BenchResult): string {
  const { names, factor, efficiency } = leastOf(gains);
  const { row } = gains[0];
  const much = factor < LEAST_GAIN ? 'no sooner' : `${factor.toFixed(1)} times sooner`;
  return `With ${counted(row.m, 'request')} in flight ${names} finished ${row.server} ${much} than sequential, at ${RATIO.text(efficiency)} of the ideal${littleCame(row, result)}`;
}

/** Of whom so many items did not end ok not all was fast that looks so, as a share of all. */
const GOOD_PART = 1 / 3;

/**
 * A row that failed as its faults would have it has done its work, but who reads of speed alone takes it for success. What
 * a service fails by is its own affair.
 */
function littleCame(row: Row, { service }: BenchResult): string {
  const { items, outcomes, errorShare } = row;
  if (service === undefined) return errorShare >= GOOD_PART ? ` (only ${outcomes.ok} of ${items} ended ok)` : '';
  const isLittle = outcomes.ok <= items / 2;
  return isLittle ? ` (only ${outcomes.ok} of ${counted(items, 'item')} ended ok: ${mainFailure([row])})` : '';
}

function aside(gains: readonly [Gain, ...Gain[]], isBusy: boolean): string {
  const { names, factor } = leastOf(gains);
  const where = `; on ${gains[0].row.server}, where nothing waits,`;
  if (factor >= LEAST_GAIN) return `${where} ${names} finished ${factor.toFixed(1)} times sooner`;
  return `${where} no strategy finished sooner${isBusy ? ', as far as a busy computer can tell' : ''}`;
}

/** @param service what a service does by itself nobody knows: things may wait in it */
function onIdle(gains: readonly [Gain, ...Gain[]], { service }: BenchResult): string {
  const { names, factor } = leastOf(gains);
  const where = `On ${gains[0].row.server}${service === undefined ? ', where nothing waits,' : ''}`;
  if (factor < LEAST_GAIN) return `${where} no strategy finished sooner than sequential`;
  return `${where} ${names} finished ${factor.toFixed(1)} times sooner than sequential`;
}

/** How long whoever comes on schedule has to wait where it takes longest. */
function slowest(scheduled: readonly MeasuredCell[], noun: string): string {
  const tail = ({ latencyP50Ms, latencyP95Ms, latencyP99Ms }: MeasuredCell) =>
    latencyP99Ms ?? latencyP95Ms ?? latencyP50Ms ?? 0;
  const worst = scheduled.toSorted((a, b) => tail(b) - tail(a))[0]!;
  const { server, latencyP50Ms, latencyP95Ms, errorShare } = worst;
  const failed = errorShare === 0 ? '' : `; ${RATIO.text(errorShare)} failed`;
  if (latencyP50Ms === undefined) return `On ${server} there were too few ${noun}s to tell how long one has to wait.`;
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
  const { efficiency } = nearest;
  const best =
    efficiency === undefined ? fair.toSorted((a, b) => b.goodputPerSecond - a.goodputPerSecond)[0]! : nearest;
  // Whoever was done too soon to tell may well have been better.
  if (measured.some((row) => isMerelyTooShort(row) && row.goodputPerSecond > best.goodputPerSecond)) return undefined;
  if (efficiency === undefined) {
    const rate = RATE.text(best.goodputPerSecond);
    return withM(
      [best],
      measured.length === 1 ? `had a goodput of ${rate}` : `had the highest goodput: ${rate}`,
      result,
    );
  }
  if (fair.length < 2) return withM([best], `reached ${RATIO.text(efficiency)} of the ideal`, result);
  const tied = fair.filter(
    (row) => isNextTo(row, best) && isTied(row, best, efficiency / row.efficiency!, 'efficiency'),
  );
  const least = Math.min(...tied.map((row) => row.efficiency!));
  return withM(tied, `came closest to the ideal: ${RATIO.text(least)} of it`, result);
}

function withM(tied: readonly Row[], did: string, result: BenchResult): string {
  const row = tied[0]!;
  const names = listed(tied.map(({ strategy }) => strategy));
  return `With m = ${row.m} ${names} ${did} on ${row.server}${littleCame(row, result)}.`;
}

/** Whether two rows can be told of together. */
function isNextTo(a: Row, b: Row): boolean {
  return a.server === b.server && a.m === b.m && a.efficiency !== undefined;
}
