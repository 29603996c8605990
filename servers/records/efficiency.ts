import { idealBound } from '../../lib/queueing/ideal.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { isOk } from './failed.ts';
import type { Asked } from './retries.ts';
import type { Verdict } from './verdict-schema.ts';

/** How far over the ideal a measurement may come by the error of its clock. */
const TOLERANCE = 1.02;

/** What efficiency is worked out from. */
export interface EfficiencyInput {
  readonly byKey: readonly Asked[];
  readonly idealMs: number;
  readonly makespanMs: number;
}

/** How near a client came to the ideal, or why that cannot be said: one of the two. */
export type Efficiency = Pick<Verdict, 'efficiency' | 'efficiencyWithheld'>;

/** The shortest time in which so many slots could have given the answers that were given. */
export function idealOf(records: readonly RequestRecord[], slots: number): number {
  return idealBound(records.map(heldMs), slots);
}

/** Efficiency is a claim about work that was done: withheld where it was not, or where nothing can be claimed. */
export function efficiencyOf({ byKey, idealMs, makespanMs }: EfficiencyInput): Efficiency {
  const efficiency = idealMs / makespanMs;
  const why = objectionTo(byKey) ?? (idealMs === 0 ? 'nothing was injected' : undefined) ?? tooGood(efficiency);
  return { efficiency: why === undefined ? Math.min(1, efficiency) : undefined, efficiencyWithheld: why };
}

function tooGood(efficiency: number): string | undefined {
  if (efficiency <= TOLERANCE) return undefined;
  return `${Number((efficiency * 100).toFixed(1))} % cannot be: the ideal does not fit these requests`;
}

function objectionTo(byKey: readonly Asked[]): string | undefined {
  if (!byKey.some((asked) => asked.some(isOk))) return 'nothing was ok';
  const failed = byKey.filter((asked) => !asked.some(isOk));
  const because = (cause: (record: RequestRecord) => boolean) => failed.filter((asked) => asked.some(cause)).length;
  const [givenUp, refused, open] = [because(isGivenUp), because(({ shed }) => shed), because(isOpen)];
  if (givenUp > 0) return `${givenUp} of ${byKey.length} keys failed only because the client gave up`;
  if (refused > 0) return `${refused} of ${byKey.length} keys were refused by a limit`;
  return open > 0 ? `${open} of ${byKey.length} keys still waited for an answer` : undefined;
}

/** Whether a client gave up what would have worked. */
function isGivenUp({ ending, failsBy }: RequestRecord): boolean {
  return ending === 'client-gone' && failsBy === undefined;
}

function isOpen({ ending, failsBy }: RequestRecord): boolean {
  return ending === 'open' && failsBy === undefined;
}

/** How long an answer held a slot. What was given up is no answer: whoever had not asked would have been sooner. */
function heldMs({ injectedMs, ending, startedMs, endedMs = startedMs }: RequestRecord): number {
  // A connection that is broken off at once is not held for as long as its fate says.
  if (ending === 'reset') return Math.min(injectedMs, endedMs - startedMs);
  return ending === 'sent' ? injectedMs : 0;
}
