import { OUT_OF_DESCRIPTORS } from '../../lib/errors/message-of.ts';
import { shortDuration } from '../../lib/units/duration.ts';
import { type CellResult, isMeasured, type MeasuredCell } from '../result/cell.ts';
import { absence, type Condition, holds } from '../result/condition.ts';
import { figureTitle, figureValue } from '../result/figures.ts';
import type { KnownRate, RateFate } from '../result/rate-curve.ts';
import { RATE, SHARE } from '../result/unit.ts';

/** A client that has not sent so much of its requests before their schedule was over did not offer the rate. */
const LATE_SHARE = 0.05;

/** A client that has sent more than this together with the next ones has offered a rate of its own. */
const BUNCHED_SHARE = 0.01;

/** A wait that grows by more than this share of the time that passes is that of a server that falls behind. */
const GROWING_SHARE = 0.05;

/** So many digits of a figure are enough for a sentence. */
const DIGITS = 3;

/** How far a limit may be off that rests on the mean of service times that differ. */
const MEAN_MARGIN = 1.05;

/** What cells of a climb are judged by. */
export interface RateCriteria {
  /** Of which one ends it. */
  readonly conditions: readonly Condition[];
  readonly known: KnownRate | undefined;
  /** Whether the cell found that something kept the client or the server from its work. */
  readonly isBusy: (cell: CellResult) => boolean;
}

/** What became of a rate in one cell. */
export interface RateJudgement {
  readonly fate: RateFate;
  /** Why the server cannot be said to take the rate, without a full stop; absent where it does. */
  readonly why?: string;
}

/**
 * Judges a cell of a climb. What cannot be looked at is not met, and not taken either. Where something else than the server
 * may be why a rate was not taken, nothing is said of the server: a rate that was taken all the same was taken.
 */
export function judgeCell(cell: CellResult, criteria: RateCriteria): RateJudgement {
  if (!isMeasured(cell)) return { fate: 'failed', why: `the cell failed: ${cell.error}` };
  const notSent = whyNotSent(cell);
  if (notSent !== undefined) return { fate: 'disturbed', why: notSent };
  const judgement = judgeServer(cell, criteria);
  const disturbance = judgement.fate === 'took' ? undefined : disturbanceOf(cell, criteria);
  if (disturbance === undefined || isExpected(cell, criteria)) return judgement;
  return { fate: 'disturbed', why: `${judgement.why}, but ${disturbance}, which may be why` };
}

function judgeServer(cell: MeasuredCell, { conditions, known }: RateCriteria): RateJudgement {
  const met = conditions.filter((condition) => isMet(condition, cell));
  if (met.length > 0) return { fate: 'broke', why: met.map((condition) => metText(condition, cell)).join(' and ') };
  const missing = conditions.find(({ figure }) => figureValue(figure, cell) === undefined);
  if (missing !== undefined) return { fate: 'unclear', why: absence(missing.figure, cell) };
  const behind = whyBehind(cell) ?? whyNotForLong(cell, conditions, known);
  return behind === undefined ? { fate: 'took' } : { fate: 'behind', why: behind };
}

/** Whether it was the client that could not do what was asked of it. */
function whyNotSent({ offeredPerSecond = 0, durationMs, items, reasons = {} }: MeasuredCell): string | undefined {
  const isBottleneck = 'the client, not the server, was the bottleneck';
  if ((reasons[OUT_OF_DESCRIPTORS] ?? 0) > 0) return `${isBottleneck}: it had no file descriptors left`;
  const missing = items - (offeredPerSecond * durationMs!) / 1000;
  // The last of a few may be late by chance.
  if (missing <= Math.max(1, LATE_SHARE * items)) return undefined;
  return `${isBottleneck}: it sent only ${RATE.exactly(offeredPerSecond)} in time`;
}

function disturbanceOf(cell: MeasuredCell, { conditions, isBusy }: RateCriteria): string | undefined {
  const { items, bunched = 0, lateStarts = 0, errorShare } = cell;
  if (bunched / items > BUNCHED_SHARE) {
    return `the client sent ${SHARE.text(bunched / items)} of these requests so late that others were due, too`;
  }
  // For each request that is refused for the one before, one of them was late.
  const isByErrors = conditions.every((condition) => isOfErrors(condition, errorShare) || !isMet(condition, cell));
  if (isByErrors && errorShare > 0 && lateStarts >= errorShare * items) {
    return `the client sent ${SHARE.text(lateStarts / items)} of these requests over 1 ms late`;
  }
  return isBusy(cell) ? 'this computer was busy' : undefined;
}

/** Whether the faults alone are why: no other cause is needed. */
function isExpected({ ratePerSecond }: MeasuredCell, { conditions, known }: RateCriteria): boolean {
  if (known === undefined) return false;
  const { perSecond = Number.POSITIVE_INFINITY, failingShare } = known;
  return ratePerSecond! > perSecond || conditions.some((condition) => isOfErrors(condition, failingShare));
}

/** Whether a condition is met by so many errors. */
export function isOfErrors(condition: Condition, share: number): boolean {
  return condition.figure.name === 'errors' && holds(condition, share);
}

function isMet(condition: Condition, cell: MeasuredCell): boolean {
  const actual = figureValue(condition.figure, cell);
  return actual !== undefined && holds(condition, actual);
}

function metText(condition: Condition, cell: MeasuredCell): string {
  const { figure, text } = condition;
  const value = figureValue(figure, cell)!;
  const rounded = Number(value.toPrecision(DIGITS));
  // Rounded, it must not seem to contradict what is said of it.
  const actual = figure.unit.exactly(holds(condition, rounded) ? rounded : value);
  const seen = figure.name === 'errors' ? `${actual} of the requests failed` : `${figureTitle(figure)} was ${actual}`;
  return `${seen} (${text})`;
}

/** Whoever is served more slowly than it comes waits longer and longer: a longer cell would have met any condition. */
function whyBehind({ waitGrowthMs = 0, durationMs }: MeasuredCell): string | undefined {
  // From the middle of the second quarter to the middle of the last, half of the time passes.
  if (waitGrowthMs <= (GROWING_SHARE * durationMs!) / 2) return undefined;
  return `the server fell behind: requests waited ${shortDuration(Math.round(waitGrowthMs))} longer at the end of the ${shortDuration(durationMs!)} than in the middle`;
}

/** What a queue, or tokens saved up, may hide for as long as a cell lasts. */
function whyNotForLong(
  { ratePerSecond }: MeasuredCell,
  conditions: readonly Condition[],
  known: KnownRate | undefined,
): string | undefined {
  if (known?.perSecond === undefined) return undefined;
  const most = known.isExact ? known.perSecond : known.perSecond * MEAN_MARGIN;
  const lostShare = Math.max(0, 1 - most / ratePerSecond!);
  const met = conditions.find((condition) => isOfErrors(condition, lostShare));
  if (met === undefined) return undefined;
  return `it cannot last: what is over ${RATE.exactly(most)} must fail sooner or later, ${SHARE.text(lostShare)} of all (${met.text})`;
}
