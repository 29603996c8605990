import { median } from 'simple-statistics';
import type { Outcome } from '../../clients/download/outcome.ts';
import { beatsIdeal } from '../../lib/queueing/efficiency.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { askedItem } from '../command/item-key.ts';
import { outcomesFromRecords } from '../command/outcomes-from-records.ts';
import type { Plan } from '../plan/plan.ts';
import type { Figures } from '../result/figures.ts';
import { isTooShort, TOO_SHORT } from '../result/too-short.ts';
import { beaten, CHANGING } from '../result/withheld.ts';
import type { Refutation } from './check-claims.ts';

/** What must be known of a cell before its times can be called a measure of its work. */
export interface Work {
  readonly outcomes: readonly Outcome[];
  readonly records: readonly RequestRecord[];
  readonly plan: Plan;
  readonly figures: Figures;
  /** What the records refute of the client's word. */
  readonly refuted: readonly Refutation[];
}

/** A client that gave up before so much of its timeout had another timeout. */
const PATIENCE = 0.9;

/**
 * Why a cell's times do not measure the work that was asked for, without a full stop; undefined where they do. Efficiency is
 * a claim about work that was done: who leaves some out, is refused, or does something else is done sooner than any ideal.
 */
export function whyWithheld(work: Work): string | undefined {
  for (const reason of [contradiction, otherItems, undone, notKnown, impatience, beatenIdeal, tooShort]) {
    const why = reason(work);
    if (why !== undefined) return why;
  }
  return undefined;
}

function contradiction({ refuted: [first] }: Work): string | undefined {
  return first === undefined ? undefined : `it ${first.what}`;
}

function otherItems({ records, plan }: Work): string | undefined {
  const own = new Set(plan.downloads.map(({ code }) => code));
  const asked = records.map(({ key }) => askedItem(key)).filter((item) => item?.isImage);
  const others = new Set(asked.map((item) => item!.code).filter((code) => !own.has(code)));
  return others.size === 0 ? undefined : `it asked for ${counted(others.size, 'flag')} that this cell does not have`;
}

/** Items that the fates let through, and that were not downloaded all the same. */
function undone({ outcomes, records, plan }: Work): string | undefined {
  const unasked = outcomes.filter(({ requests }) => requests === 0).length;
  if (unasked > 0) return `it never asked for ${unasked} of ${counted(outcomes.length, 'flag')}`;
  if (plan.changes) return undefined;
  const missing = owed(outcomes, plan);
  if (missing.length === 0) return undefined;
  const shed = new Set(records.filter((record) => record.shed).map(({ key }) => askedItem(key)?.code));
  const refused = missing.filter(({ code }) => shed.has(code)).length;
  if (refused > 0) return `the server refused ${refused} of ${outcomes.length}`;
  const late = missing.filter(({ kind }) => kind === 'timeout').length;
  if (late > 0) return `it gave up on ${late} of ${counted(outcomes.length, 'flag')} that would have come`;
  const sent = outcomesFromRecords(
    records,
    missing.map(({ code }) => code),
  ).filter(({ kind }) => kind === 'ok').length;
  if (sent > 0) return `it says that ${counted(sent, 'flag')} failed which the server sent whole`;
  return `it did not get ${missing.length} of ${counted(outcomes.length, 'flag')} that would have come`;
}

/** The items that failed of flags that the fates let through more often than they came. */
function owed(outcomes: readonly Outcome[], { downloads }: Plan): Outcome[] {
  const left = new Map<string, number>();
  const add = (code: string, count: number) => left.set(code, (left.get(code) ?? 0) + count);
  for (const { code, outcome } of downloads) if (outcome === 'ok') add(code, 1);
  for (const { code, kind } of outcomes) if (kind === 'ok') add(code, -1);
  return outcomes.filter(({ code, kind }) => {
    if (kind === 'ok' || (left.get(code) ?? 0) <= 0) return false;
    add(code, -1);
    return true;
  });
}

function notKnown({ plan }: Work): string | undefined {
  return plan.changes ? CHANGING : undefined;
}

/** What never comes takes as long as one waits for it: the ideal counts on the bench's timeout. */
function impatience({ outcomes, plan }: Work): string | undefined {
  const waitedMs = outcomes
    .filter(({ kind }) => kind === 'timeout')
    .map(({ startedMs, endedMs }) => endedMs - startedMs);
  // Half of them: one or the other may have reached the server late.
  const usualMs = waitedMs.length === 0 ? Number.POSITIVE_INFINITY : median(waitedMs);
  if (usualMs >= plan.timeoutMs * PATIENCE) return undefined;
  return `it gave up after ${formatDuration(Math.round(usualMs))}, and not after the timeout of ${formatDuration(plan.timeoutMs)}`;
}

function beatenIdeal({ figures: { idealMs, elapsedMs, lateStarts } }: Work): string | undefined {
  return lateStarts === undefined && beatsIdeal(idealMs, elapsedMs) ? beaten(idealMs, elapsedMs) : undefined;
}

function tooShort({ figures }: Work): string | undefined {
  return isTooShort(figures) ? TOO_SHORT : undefined;
}
