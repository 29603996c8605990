import { type Foretelling, foretell, type Spread } from '../../../bench/plan/foretell.ts';
import { type Plan, type PlanRequest, planDownload, plannedNoun } from '../../../bench/plan/plan.ts';
import { PLANNED_OUTCOMES } from '../../../bench/plan/planned-requests.ts';
import { type Variation, variationOf } from '../../../bench/plan/variation.ts';
import { NOTHING } from '../../../bench/result/figures.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { counted } from '../../../lib/units/counted.ts';
import { formatDuration, roundedSeconds } from '../../../lib/units/duration.ts';
import type { Profile } from '../../../servers/faults/contract/fault-spec.ts';
import { heldMs } from '../../../servers/faults/fate-times.ts';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import { capacitiesOf } from '../../../servers/faults/limits/capacity-spec.ts';
import { formatSchedule } from '../../../servers/faults/schedule.ts';
import type { CrawlOption } from '../../options/crawl-option.ts';
import type { RequestOptions } from '../../options/request-options.ts';
import type { SelectionOptions } from '../../options/selection.ts';
import { flagServerSpecs, type ServerOptions } from '../../options/server-options.ts';
import { type CommandContext, print, printJson } from '../../terminal/command-context.ts';
import { lineWidth } from '../../terminal/output.ts';
import { type Column, tableLines } from '../../terminal/table.ts';

type Fate = Foretelling['fates'][number];

/** What is no further apart than this may come in either order, in milliseconds: no timer is more exact. */
const SAME_MOMENT_MS = 1;

const COLUMNS: readonly Column<Fate>[] = [
  { head: 'code', long: 'cut', cell: requestName },
  { head: 'delay', align: 'right', cell: (fate) => (fate.shed ? NOTHING : `${heldMs(fate).toFixed(1)} ms`) },
  { head: 'status', align: 'right', cell: ({ status }) => String(status ?? NOTHING) },
  { head: 'outcome', cell: ({ outcome: text }) => (text === 'ok' ? text : { text, tone: 'doubtful' }) },
];

/** What a line of outcomes is that others could be as well. */
const ONE_CASE = '; this is one case of several, that of a computer which takes no time itself';

/** The options of `flaglab plan`. */
export interface PlanOptions extends SelectionOptions, ServerOptions, RequestOptions, CrawlOption {
  readonly server: string;
  readonly maxReq: number;
  readonly repeat: number;
  readonly seed: number;
  readonly timeScale: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  readonly json?: boolean;
}

/** Prints the plan of a download: one line for each item, then the sums. */
export function plan(codes: readonly string[], options: PlanOptions, context: CommandContext): void {
  const { seed, timeScale } = options;
  const [spec] = flagServerSpecs([options.server], options);
  const { label, profile, schedule } = spec!;
  const request: PlanRequest = {
    ...spec!,
    seed,
    timeScale,
    codes: Array.from({ length: options.repeat }, () => selectCodes({ ...options, codes })).flat(),
    m: options.maxReq,
    timeoutMs: options.timeout * timeScale,
    retries: options.retries,
    names: options.names === true,
    crawl: options.crawl === true,
  };
  const planned = planDownload(request);
  const foretold = foretell(request);
  const notKnown = whatIsNotKnown(request, foretold);
  if (options.json === true) {
    // Each fate has the same fields: JSON leaves out what is undefined.
    printJson(context, { ...planned, ...foretold, notKnown }, (_, value) => value ?? null);
    return;
  }
  print(context, `${label}: ${formatProfile(profile)}; seed ${seed}, time scale ${timeScale}`);
  if (schedule.length > 0) print(context, `then ${formatSchedule(label, schedule)}`);
  for (const line of tableLines(COLUMNS, foretold.fates, lineWidth(context.stdout))) print(context, line);
  for (const what of notKnown) print(context, `not known: ${what}`);
  for (const line of unfoundLines(planned)) print(context, line);
  print(context, summary(planned, foretold, profile));
}

/** Where fates vary: what is shown instead. */
const NOT_FORETOLD: Readonly<Record<Variation, string>> = {
  time: 'which requests meet which faults, because they change over time; this is the beginning',
  headers: 'which requests have the headers that faults depend on; this is what happens to those without them',
};

/** What depends on others, or on the moment. */
function whatIsNotKnown(request: PlanRequest, foretold: Foretelling): string[] {
  const { profile, retries = 0, timeoutMs } = request;
  const { fates, shed } = foretold;
  const variesBy = variationOf(request);
  const hasRate = profile.some(({ fault }) => fault === 'rate');
  const tossUps = fates.filter((fate) => isAtTimeout(fate, timeoutMs)).length;
  return [
    ...(variesBy === undefined ? [] : [NOT_FORETOLD[variesBy]]),
    ...(hasRate ? ['what the rate limit turns away, which depends on when requests come'] : []),
    ...(tossUps === 0 ? [] : [tossUpText(tossUps)]),
    ...(capacitiesOf(profile).length === 0 ? [] : ['other clients, which would share the slots of the server']),
    ...(shed.high === 0 ? [] : ['which ones the queue turns away, because they may come in another order']),
    ...(shed.high === 0 || retries === 0 ? [] : ['what becomes of those when they are asked for again']),
  ];
}

/** Whether it is chance which comes first, the answer or the timeout. */
function isAtTimeout(fate: Fate, timeoutMs: number): boolean {
  return !fate.shed && Math.abs(heldMs(fate) - timeoutMs) <= SAME_MOMENT_MS;
}

function tossUpText(count: number): string {
  const they = count === 1 ? 'it is' : 'they are';
  return `whether ${counted(count, 'request')} will time out: ${they} planned to be answered just as the timeout comes`;
}

/** Such as `BR`, `BR again` or `BR metadata.json`. */
function requestName({ code, isMetadata, attempt }: Fate): string {
  return `${code}${isMetadata ? ' metadata.json' : ''}${attempt > 1 ? ' again' : ''}`;
}

function summary(planned: Plan, foretold: Foretelling, profile: Profile): string {
  const { m, sumMs, longestMs, idealMs, scheduleMs, timeoutMs } = planned;
  const { fates, makespanMs } = foretold;
  const hasQueue = capacitiesOf(profile).length > 0;
  const isLossy = foretold.shed.high + foretold.givenUp.high > 0;
  const isOneCase = hasQueue && planned.variesBy === undefined && (isRange(foretold.shed) || isRange(foretold.givenUp));
  const course = isLossy ? 'with what is turned away or times out' : 'taken in this order';
  const courseMs = hasQueue ? makespanMs : scheduleMs;
  const { downloads } = planned;
  return [
    ...(downloads.length === fates.length
      ? []
      : [`${counted(downloads.length, plannedNoun(planned))}: ${outcomesText(downloads)}`]),
    `${counted(fates.length, 'request')}: ${outcomesText(fates)} (timeout ${formatDuration(timeoutMs)})${isOneCase ? ONE_CASE : ''}`,
    `sum ${roundedSeconds(sumMs)}, longest ${roundedSeconds(longestMs)}`,
    ...(planned.variesBy !== undefined
      ? []
      : [`ideal for m = ${m}: ${roundedSeconds(idealMs)}; ${course}: ${roundedSeconds(courseMs)}`]),
    ...(hasQueue && planned.variesBy === undefined ? losses(foretold, profile) : []),
  ].join('\n');
}

/** What a crawl is never led to, and why. */
function unfoundLines({ downloads }: Plan): string[] {
  const unfound = downloads.filter(({ isUnfound, outcome }) => isUnfound === true && outcome === 'networkError');
  if (unfound.length === 0) return [];
  const [list] = downloads;
  if (list!.outcome !== 'ok') return [`never found: all ${unfound.length} others, since ${list!.code} fails`];
  return [`never found: ${counted(unfound.length, 'flag')}, behind metadata.json that fails`];
}

function outcomesText(all: readonly { readonly outcome: string }[]): string {
  const count = (wanted: string) => all.filter(({ outcome }) => outcome === wanted).length;
  return PLANNED_OUTCOMES.map((outcome) => `${count(outcome)} ${outcome}`).join(', ');
}

function isRange({ low, high }: Spread): boolean {
  return low !== high;
}

/** What does not come to be served, in a download that could be served whole. */
function losses({ fates, shed, givenUp }: Foretelling, profile: Profile): string[] {
  const room = roomOf(profile);
  // One queue gets less to do at once where all takes longer; one behind another may get more.
  const busy = `${capacitiesOf(profile).length > 1 ? 'fewer or more' : 'fewer'} on a busy computer`;
  const of = `of ${fates.length}`;
  return [
    ...(shed.high === 0 ? [] : [`a full queue turns away about ${spreadText(shed)} ${of}, ${busy}`]),
    ...(givenUp.high === 0 ? [] : [`about ${spreadText(givenUp)} ${of} time out because they have to queue`]),
    ...(shed.high === 0 ? [] : [`there is room for ${room} at once: up to m = ${room} none is turned away`]),
    ...(shed.high + givenUp.high === 0 ? [] : ['the ideal is for a client to which none of this happens']),
  ];
}

/** How many requests can be in service and in line at once. */
function roomOf(profile: Profile): number {
  return Math.min(...capacitiesOf(profile).map(({ slots, queue }) => slots + queue));
}

/** What depends on how fast this computer is has two ends. */
function spreadText({ low, high }: Spread): string {
  return isRange({ low, high }) ? `${low} to ${high}` : String(low);
}
