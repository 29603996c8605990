import type { Curve, Level, Verdict } from '../result/curve.ts';
import { bestM, ENOUGH } from './best-m.ts';
import { type KnownKnee, knownReason, NOT_KNOWN, type NotKnown } from './known-knee.ts';
import { MOST_OWN_TIME, OWN_TIME, ownShare } from './own-share.ts';

type Swept = Pick<Curve, 'server' | 'strategy' | 'levels'>;

/** How far a goodput that was measured once may be off, as a share of it. */
const NOISE_OF_ONE = 0.25;

/** What repetitions may say of their level: two that fell together by chance prove nothing, two far apart little. */
const [LEAST_NOISE, MOST_NOISE] = [0.1, 0.3];

/** Levels nearer to the knee than this share of it cannot be on its wrong side. */
const NEAR = 0.1;

/** A client that reaches less than this of the ideal limits itself, whatever the server has. */
const OWN_LIMIT = 0.5;

/** Whether a level can be called enough, or say what is: nothing was turned away, and its times measure the work. */
export function isClean({ refused = 0, withheld }: Level): boolean {
  return refused === 0 && withheld === undefined;
}

/**
 * Where more concurrency stops paying. What is known of the server decides; the levels on either side of that, which are
 * so far apart that noise does not matter, only have to agree. So the same sweep says the same every time. Where they do
 * not agree, both are said.
 *
 * @param cap the most requests in flight that the server gets for politeness; absent for no such cap
 * @param known what the fates say; undefined where they hold no time, so that the client is the bottleneck
 */
export function curveVerdict({ server, strategy, levels }: Swept, known?: KnownKnee | NotKnown, cap?: number): Verdict {
  const clean = levels.filter(isClean);
  const refused = levels.filter((level) => (level.refused ?? 0) > 0).map(({ m }) => m);
  const measured = bestM(clean.map(({ m, goodputPerSecond }) => ({ m, goodput: goodputPerSecond.value })));
  const facts = {
    ...(typeof known === 'object' && { knownM: known.m }),
    ...(refused.length > 0 && { refusedFromM: refused[0]! }),
    ...(clean.length > 0 && { mostCleanM: clean.at(-1)!.m }),
  };
  if (refused.length === 0 && levels.every(({ goodputPerSecond }) => goodputPerSecond.value === 0)) {
    return { sentence: `${strategy} on ${server}: no m is enough, because nothing was downloaded`, ...facts };
  }
  const name = `${strategy} on ${server}: ${refusedText(refused, levels)}`;
  const rest = levels.filter((level) => !isClean(level) && !refused.includes(level.m));
  const left = notCounted(rest);
  if (measured === undefined) {
    const why = clean.length === 0 ? '' : ', because nothing was downloaded';
    return { sentence: `${name}no m is enough${why}${left}`, ...facts };
  }
  if (clean.length === 1 && refused.length === 0 && typeof known !== 'object') {
    return { sentence: `${name}m = ${measured.m} alone counts, which says nothing of what is enough${left}`, ...facts };
  }
  // Where higher levels were refused something, there is an end to what the server takes.
  if (known === NOT_KNOWN && refused.length === 0 && stillGrows(clean)) {
    const most = clean.at(-1)!.m;
    const which = most === levels.at(-1)!.m ? 'was measured' : 'counts';
    const polite = most === cap ? '; another computer gets no more requests at once unless somebody says so' : '';
    return {
      sentence: `${name}goodput still grows at m = ${most}, the highest that ${which}${polite}${left}`,
      ...facts,
    };
  }
  const { words, ...found } = conclude({ clean, measuredM: measured.m, measuredLevels: levels.length }, known);
  return { sentence: `${name}${words}${left}`, ...facts, ...found };
}

/** The level that shows it: the first from that m on which, but for noise, has enough; undefined where none does. */
export function enoughLevel({ levels, verdict }: Pick<Curve, 'levels' | 'verdict'>): Level | undefined {
  const clean = levels.filter(isClean);
  const enoughM = verdict?.enoughM?.value;
  return enoughM === undefined
    ? undefined
    : clean.find((level) => level.m >= enoughM && mayHaveEnough(level, clean, ownShare(clean, enoughM)));
}

type Conclusion = Pick<Verdict, 'enoughM' | 'limitedBy'> & { readonly words: string };

/** What a conclusion is drawn from. */
interface Grounds {
  /** The levels that count. */
  readonly clean: readonly Level[];
  /** The m that is enough by their times alone. */
  readonly measuredM: number;
  /** How many levels were measured, those included that do not count. */
  readonly measuredLevels: number;
}

function conclude({ clean, measuredM, measuredLevels }: Grounds, known: KnownKnee | NotKnown | undefined): Conclusion {
  const byLevels = { value: measuredM, ...measuredInterval(clean, measuredM) };
  const [low, high] = [byLevels.low, byLevels.high];
  const range = low === high ? '' : ` (${low} to ${high} by this sweep)`;
  if (known === NOT_KNOWN) return { words: `m = ${measuredM} is enough${range}`, enoughM: byLevels };
  if (known === undefined) {
    const words = `m = ${measuredM} is enough${range}, because the client is the bottleneck`;
    return { words, enoughM: byLevels, limitedBy: 'client' };
  }
  const most = clean.at(-1)!.m;
  const why = knownReason(known);
  if (most < known.m && measuredM === most) {
    return {
      words: `m = ${known.m} would be enough, because ${why}, but m = ${most} is the highest that ${clean.length === measuredLevels ? 'was measured' : 'counts'}`,
      limitedBy: known.bottleneck,
    };
  }
  const around = agreedInterval(clean, known.m);
  if (around === undefined) {
    const words = `m = ${known.m} should be enough, because ${why}, but this sweep says m = ${measuredM}${range}: the client is the bottleneck`;
    return { words, enoughM: byLevels, limitedBy: 'client' };
  }
  const isSlow = (bestOf(clean).efficiency ?? 1) < OWN_LIMIT;
  const slow = isSlow ? ', though the client reaches less than half of the ideal' : '';
  const enoughM = { value: known.m, ...around };
  const isEnoughForBoth = isSlow || known.bottleneck !== 'slots' || !takesOwnTime(clean, known.m);
  const words = isEnoughForBoth
    ? `m = ${known.m} is enough, because ${why}${slow} (by the measured times alone: ${around.low} to ${around.high})`
    : `m = ${known.m} would be enough, because ${why}, but ${OWN_TIME}, up to about m = ${around.high}`;
  return {
    words,
    enoughM,
    limitedBy: isSlow ? 'client' : known.bottleneck,
  };
}

/** Whether the level that is called enough is far from the ideal and from the best, for the client does work of its own. */
function takesOwnTime(clean: readonly Level[], enoughM: number): boolean {
  const shown = clean.find((level) => level.m >= enoughM && mayHaveEnough(level, clean, ownShare(clean, enoughM)));
  if (shown?.efficiency === undefined || shown.efficiency >= MOST_OWN_TIME) return false;
  return shown.goodputPerSecond.value < MOST_OWN_TIME * bestOf(clean).goodputPerSecond.value;
}

/** Between which levels the known knee lies; undefined where what was measured there contradicts it. */
function agreedInterval(clean: readonly Level[], knownM: number): { low: number; high: number } | undefined {
  const below = clean.findLast(({ m }) => m < knownM * (1 - NEAR));
  const above = clean.find(({ m }) => m > knownM * (1 + NEAR)) ?? clean.at(-1)!;
  const best = bestOf(clean).goodputPerSecond.value;
  if (above.m < knownM) return undefined;
  if (below !== undefined && below.goodputPerSecond.value >= ENOUGH * best) return undefined;
  if (!mayHaveEnough(above, clean, ownShare(clean, knownM))) return undefined;
  return { low: Math.min(knownM, (below?.m ?? 0) + 1), high: above.m };
}

/**
 * Whether the highest level has clearly more than the one below: more than noise explains, or half of what so many more
 * requests in flight can bring at most.
 */
function stillGrows(clean: readonly Level[]): boolean {
  const [before, last] = clean.slice(-2);
  if (before === undefined || last === undefined || bestOf(clean) !== last) return false;
  const gained = last.goodputPerSecond.value / before.goodputPerSecond.value - 1;
  return gained > 1 / ENOUGH - 1 && gained > Math.min(NOISE_OF_ONE, (last.m / before.m - 1) / 2);
}

/** From above the last level that has too little even with luck, to the level that has most. */
function measuredInterval(clean: readonly Level[], measuredM: number): { low: number; high: number } {
  const best = bestOf(clean);
  const tooLittle = clean.findLast(
    (level) =>
      level.m < measuredM && level.goodputPerSecond.value * (1 + noiseOf(level)) < ENOUGH * best.goodputPerSecond.value,
  );
  return { low: (tooLittle?.m ?? 0) + 1, high: Math.max(measuredM, best.m) };
}

function bestOf(levels: readonly Level[]): Level {
  return levels.reduce((best, level) => (level.goodputPerSecond.value > best.goodputPerSecond.value ? level : best));
}

/** Whether, but for noise and for what the client itself takes, a level has enough of the best. */
function mayHaveEnough(level: Level, clean: readonly Level[], share = 1): boolean {
  const wanted = ENOUGH * share * bestOf(clean).goodputPerSecond.value;
  return level.goodputPerSecond.value * (1 + noiseOf(level)) >= wanted;
}

function noiseOf({ repetitions, goodputPerSecond: { value, low, high } }: Level): number {
  if (repetitions === 1 || value === 0) return NOISE_OF_ONE;
  return Math.min(MOST_NOISE, Math.max(LEAST_NOISE, (high - low) / 2 / value));
}

function refusedText(refused: readonly number[], levels: readonly Level[]): string {
  if (refused.length === 0) return '';
  const isFromThereOn = levels.filter(({ m }) => m >= refused[0]!).length === refused.length;
  const where = isFromThereOn ? `from m = ${refused[0]!} on` : `at m = ${listed(refused)}`;
  return `${where} the server refused requests; without these levels, `;
}

/** Levels that do not count, and why; where each has its own figures, no figures of one stand for the others. */
function notCounted(rest: readonly Level[]): string {
  if (rest.length === 0) return '';
  const reasons = new Set(rest.map(({ withheld }) => withheld));
  const told = rest.map(({ m, withheld }) => `m = ${m} does not count: ${withheld}`);
  if (reasons.size > 1) return `; ${told.join('; ')}`;
  const verb = rest.length === 1 ? 'does' : 'do';
  return `; m = ${listed(rest.map(({ m }) => m))} ${verb} not count: ${rest[0]!.withheld}`;
}

function listed(ms: readonly number[]): string {
  return ms.join(', ');
}
