import { type KnownKnee, knownReason } from '../sweep/known-knee.ts';
import { MOST_OWN_TIME, OWN_TIME } from '../sweep/own-share.ts';
import type { TuneResult } from './tune.ts';
import type { TunedLevel } from './tuned-level.ts';

/** The answer of a search. */
export interface TuneVerdict {
  readonly m: number;
  /** It could as well be any from here to `highM`. */
  readonly lowM: number;
  readonly highM: number;
  /** By the fates alone; absent where they hold no time, or where the goal asks for more than goodput. */
  readonly knownM?: number;
  /** One plain sentence. */
  readonly sentence: string;
}

/** So near the search comes to the known knee in 95 of 100 trials: docs/trials.md. */
const NEAR = 0.25;

/**
 * The best m by the search, or the known one where the search, as far as it can know, does not contradict it; both where it
 * does. Undefined where the search allowed no level.
 *
 * @param cap a sentence on what has set the highest m there was to try, where that was not the server
 */
export function tuneVerdict(
  { choice, curve, sure, stillGrowing, cells, isSpent, stopped }: TuneResult,
  name: string,
  known: KnownKnee | undefined,
  cap?: string,
): TuneVerdict | undefined {
  if (choice === undefined) return undefined;
  const { best, lowM, highM } = choice;
  const remedy = isSpent ? 'give a higher --budget' : 'close other programs';
  const doubt = sure ? '' : ` Not sure: ${cells} measurements did not settle it; ${remedy}.`;
  const interval = { lowM, highM };
  if (known === undefined) {
    const growing = stillGrowing ? ', the highest that was tried, and goodput still grows there' : '';
    const cut = stillGrowing && cap !== undefined ? ` ${cap}` : '';
    const end = stopped === undefined ? '' : ` No higher m was tried, because ${stopped}: --keep-going goes on.`;
    return { m: best.m, ...interval, sentence: `${said(name, best.m, interval)}${growing}.${cut}${end}${doubt}` };
  }
  const why = knownReason(known);
  if (known.m >= lowM * (1 - NEAR) && known.m <= highM * (1 + NEAR)) {
    const around = { lowM: Math.min(lowM, known.m), highM: Math.max(highM, known.m) };
    const more = takesOwnTime(curve, known.m, choice.highest) ? `; ${OWN_TIME}` : '';
    return {
      m: known.m,
      ...around,
      knownM: known.m,
      sentence: `${said(name, known.m, around)}, because ${why}${more}.`,
    };
  }
  const mostM = curve.at(-1)!.m;
  if (known.m > mostM && best.m === mostM) {
    const sentence = `${said(name, known.m, { lowM: known.m, highM: known.m })}, because ${why}; no more than m = ${mostM} was tried.`;
    return { m: known.m, lowM: known.m, highM: known.m, knownM: known.m, sentence };
  }
  const but = `${said(name, best.m, interval)}, though it should be ${known.m}, because ${why}: the client is the bottleneck`;
  return { m: best.m, ...interval, knownM: known.m, sentence: `${but}.${doubt}` };
}

/** Whether the level that the known m leads to is far from the best, for the client does work of its own. */
function takesOwnTime(curve: readonly TunedLevel[], knownM: number, highest: TunedLevel): boolean {
  const shown = curve.find(({ m }) => m >= knownM);
  return shown !== undefined && shown.goodput.value < MOST_OWN_TIME * highest.goodput.value;
}

function said(name: string, m: number, { lowM, highM }: Pick<TuneVerdict, 'lowM' | 'highM'>): string {
  return `Best m for ${name}: ${m}${lowM === highM ? '' : ` (${lowM} to ${highM})`}`;
}
