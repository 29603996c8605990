import { median } from 'simple-statistics';
import { isNeverFound } from '../../clients/crawl/never-found.ts';
import type { Outcome } from '../../clients/download/outcome.ts';
import { beatsIdeal } from '../../lib/queueing/efficiency.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { itemReader } from '../command/item-key.ts';
import { isItemSent } from '../command/outcomes-from-records.ts';
import { type Plan, plannedNoun } from '../plan/plan.ts';
import type { Figures } from '../result/figures.ts';
import { isTooShort, TOO_SHORT } from '../result/too-short.ts';
import { MILLISECONDS } from '../result/unit.ts';
import { beaten, QUICKER, UNSTEADY, VARYING } from '../result/withheld.ts';
import type { Refutation } from './claims/refutation.ts';

/** What must be known of a cell before its times can be called a measure of its work. */
export interface Work {
  readonly outcomes: readonly Outcome[];
  readonly records: readonly RequestRecord[];
  readonly plan: Plan;
  readonly figures: Figures;
  /** What the records refute of the client's word. */
  readonly refuted: readonly Refutation[];
  /** What the records alone say became of each item, where somebody's own module tells the outcomes. */
  readonly recorded?: readonly Outcome[] | undefined;
  /** Whether two calibrations of the CPU work of its items differ too much; default false. */
  readonly isUnsteady?: boolean | undefined;
  /** By how much the clocks of the machines may be apart that its times were taken on, in milliseconds; default 0. */
  readonly uncertaintyMs?: number | undefined;
}

/** The share of the time measured up to which clocks may be apart. */
const MAX_UNCERTAIN_SHARE = 0.05;

/** A client that gave up before so much of its timeout had another timeout; after that an answer may come too late for it. */
const PATIENCE = 0.9;

/**
 * Why a cell's times do not measure the work that was asked for, without a full stop; undefined where they do. Efficiency is
 * a claim about work that was done: who leaves some out, is refused, or does something else is done sooner than any ideal.
 */
export function whyWithheld(work: Work): string | undefined {
  for (const reason of work.plan.isService ? [refusedByService, nothingOk, uncertain, tooShort] : REASONS) {
    const why = reason(work);
    if (why !== undefined) return why;
  }
  return undefined;
}

const REASONS = [
  contradiction,
  otherItems,
  undone,
  impatience,
  nothingOk,
  notKnown,
  unsteady,
  uncertain,
  beatenIdeal,
  tooShort,
];

function contradiction({ refuted: [first] }: Work): string | undefined {
  return first === undefined ? undefined : `it ${first.what}`;
}

function otherItems({ records, plan }: Work): string | undefined {
  const own = new Set(plan.downloads.map(({ code }) => code));
  const read = itemReader(plan);
  const asked = records.map(({ key }) => read(key)).filter((item) => item?.isImage);
  const others = new Set(asked.map((item) => item!.code).filter((code) => !own.has(code)));
  return others.size === 0
    ? undefined
    : `it asked for ${counted(others.size, plannedNoun(plan))} that this cell does not have`;
}

/** Items that the fates let through, and that were not downloaded all the same. What the server saw of them comes first. */
function undone({ outcomes, records, plan, recorded = [] }: Work): string | undefined {
  const [noun, read] = [plannedNoun(plan), itemReader(plan)];
  const of = `of ${counted(outcomes.length, noun)}`;
  // What could not be found is not left out: what leads to it counts.
  const unasked = outcomes.filter((outcome) => outcome.requests === 0 && !isNeverFound(outcome)).length;
  if (unasked > 0) return `it never asked for ${unasked} ${of}`;
  const unseen = recorded.filter(({ requests }) => requests === 0).length;
  if (unseen > 0) return `no request came to the server for ${unseen} ${of}`;
  if (plan.variesBy !== undefined) return undefined;
  const missing = owed(
    outcomes,
    plan.downloads.filter(({ outcome }) => outcome === 'ok').map(({ code }) => code),
  );
  if (missing.length === 0) return undefined;
  const shed = new Set(records.filter((record) => record.shed).map(({ key }) => read(key)?.code));
  const refused = missing.filter(({ code }) => shed.has(code)).length;
  if (refused > 0) return `the server refused ${refused} of ${outcomes.length}`;
  const whole = owed(
    outcomes,
    records
      .filter((record) => isItemSent(record, read) && !isJustInTime(record, plan))
      .map(({ key }) => read(key)!.code),
  );
  const late = missing.filter((outcome) => outcome.kind === 'timeout' && !whole.includes(outcome)).length;
  if (late > whole.length) return `it gave up on ${late} ${of} that would have come`;
  if (whole.length > 0) return `it says that ${counted(whole.length, noun)} failed which the server sent whole`;
  return `it did not get ${missing.length} ${of} that would have come`;
}

/** Whether an answer came when its client's patience may have ended: of such a one it is no false word that it was too late. */
function isJustInTime({ arrivedMs, endedMs = arrivedMs }: RequestRecord, { timeoutMs }: Plan): boolean {
  return endedMs - arrivedMs >= PATIENCE * timeoutMs;
}

/** The items that failed of flags that were due more often than they came. */
function owed(outcomes: readonly Outcome[], due: readonly string[]): Outcome[] {
  const left = new Map<string, number>();
  const add = (code: string, count: number) => left.set(code, (left.get(code) ?? 0) + count);
  for (const code of due) add(code, 1);
  for (const { code, kind } of outcomes) if (kind === 'ok') add(code, -1);
  return outcomes.filter(({ code, kind }) => {
    if (kind === 'ok' || (left.get(code) ?? 0) <= 0) return false;
    add(code, -1);
    return true;
  });
}

/** Whoever got nothing has not been quick, even where the fates would let nobody have anything. */
function nothingOk({ figures: { outcomes, items }, plan }: Work): string | undefined {
  return outcomes.ok > 0 ? undefined : `none of ${counted(items, plannedNoun(plan))} ended ok`;
}

/** A service's word that it is too much for it; what else it fails by is its own affair. */
function refusedByService({ outcomes, figures: { refused = 0 } }: Work): string | undefined {
  return refused === 0 ? undefined : `the server refused ${refused} of ${outcomes.length}`;
}

function notKnown({ plan }: Work): string | undefined {
  return plan.variesBy === undefined ? undefined : VARYING[plan.variesBy];
}

function unsteady({ isUnsteady = false }: Work): string | undefined {
  return isUnsteady ? UNSTEADY : undefined;
}

/** What clocks do not know cannot be concluded from them. */
function uncertain({ uncertaintyMs = 0, figures: { elapsedMs } }: Work): string | undefined {
  if (uncertaintyMs <= MAX_UNCERTAIN_SHARE * elapsedMs) return undefined;
  return `the clocks of its agents agree to ± ${MILLISECONDS.text(uncertaintyMs)} only`;
}

/**
 * What never comes takes as long as one waits for it: the ideal counts on the bench's timeout. Of a module the records say
 * how long it waited, where that is less than it says.
 */
function impatience({ outcomes, plan, recorded = [] }: Work): string | undefined {
  const late = outcomes.filter(({ kind }) => kind === 'timeout');
  const codes = new Set(late.map(({ code }) => code));
  const gone = recorded.filter(({ code, kind }) => kind === 'timeout' && codes.has(code));
  // Half of them: one or the other may have reached the server late.
  const usualMs = Math.min(
    ...[late, gone].filter(({ length }) => length > 0).map((waits) => median(waits.map(lasted))),
  );
  if (usualMs >= plan.timeoutMs * PATIENCE) return undefined;
  return `it gave up after ${formatDuration(Math.round(usualMs))}, and not after the timeout of ${formatDuration(plan.timeoutMs)}`;
}

function lasted({ startedMs, endedMs }: Outcome): number {
  return endedMs - startedMs;
}

function beatenIdeal({ figures: { idealMs, elapsedMs, lateStarts }, plan }: Work): string | undefined {
  if (lateStarts !== undefined || !beatsIdeal(idealMs, elapsedMs)) return undefined;
  return plan.work === undefined ? beaten(idealMs, elapsedMs) : QUICKER;
}

function tooShort({ figures, plan }: Work): string | undefined {
  return isTooShort(figures, plan.isService) ? TOO_SHORT : undefined;
}
