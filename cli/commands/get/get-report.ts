import { cpuText, saveText, type WorkSettings } from '../../../bench/result/settings/work-settings.ts';
import { MILLISECONDS } from '../../../bench/result/unit.ts';
import { holderText, type LoopHolder } from '../../../bench/usage/loop-holder.ts';
import { isImageAddress } from '../../../clients/crawl/addresses.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { reasonsText } from '../../../clients/download/reasons-text.ts';
import type { ResolvedDownload } from '../../../clients/download/resolve-download.ts';
import type { Tally } from '../../../clients/download/tally.ts';
import { counted } from '../../../lib/units/counted.ts';
import { shortDuration } from '../../../lib/units/duration.ts';
import type { Site } from './site.ts';

/** How many codes are named one by one before a span stands for them. */
const MAX_CODES_NAMED = 10;

/** What is printed before the first request, as the book's clients do, and how long a request may take. */
export function initialReport(
  { label, baseUrl }: Site,
  codes: readonly string[],
  { m, timeoutMs, crawl }: Pick<ResolvedDownload, 'm' | 'timeoutMs' | 'crawl'>,
  { cpu, save }: WorkSettings = {},
): string[] {
  const which = codes.length <= MAX_CODES_NAMED ? codes.join(', ') : `from ${codes[0]} to ${codes.at(-1)}`;
  return [
    `${label} site: ${baseUrl}`,
    `${crawl ? 'Crawling from the list of countries to' : 'Searching for'} ${counted(codes.length, 'flag')}: ${which}`,
    m === 1 ? '1 connection will be used.' : `${m} concurrent connections will be used.`,
    `Timeout: ${shortDuration(timeoutMs)} for each request.`,
    ...(cpu === undefined ? [] : [`Work: ${cpuText(cpu)}; ${counted(cpu.rounds, 'round')} of hashing.`]),
    ...(save === undefined ? [] : [`Flags are ${saveText(save)}.`]),
  ];
}

/** How late the event loop was, and the functions that held it for over 50 ms. */
export interface LoopReport {
  /** Undefined for a download too short to tell. */
  readonly eventLoopDelayP99Ms: number | undefined;
  readonly heldBy: readonly LoopHolder[];
}

/**
 * What is printed at the end, as the book's clients do, with the reasons of errors; what was never finished is named too.
 *
 * @param loop absent where nobody looked at the event loop
 * @param crawled absent where flags were asked for by their codes
 */
export function finalReport(
  { kinds, reasons }: Tally,
  elapsedMs: number,
  { loop, crawled }: { readonly loop?: LoopReport | undefined; readonly crawled?: Crawled | undefined } = {},
): string[] {
  const errors = errorCount({ kinds });
  const flags = kinds.ok - (crawled?.pages ?? 0);
  return [
    '-'.repeat(20),
    ` ${String(flags).padStart(2)} ${plural('flag', flags)} downloaded.`,
    ...(crawled === undefined ? [] : crawledLines(crawled)),
    ...(kinds.notFound > 0 ? [` ${String(kinds.notFound).padStart(2)} not found.`] : []),
    ...(errors > 0
      ? [` ${String(errors).padStart(2)} ${plural('error', errors)}.`, `    ${reasonsText(reasons)}`]
      : []),
    ...(kinds.cancelled > 0 ? [` ${String(kinds.cancelled).padStart(2)} cancelled.`] : []),
    `Elapsed time: ${(elapsedMs / 1000).toFixed(2)}s`,
    ...(loop === undefined ? [] : loopLines(loop)),
  ];
}

/** What a crawl has come across on its way to the flags. */
export interface Crawled {
  /** Pages that were read: the list, and metadata. */
  readonly pages: number;
  /** Why nothing was found; undefined where something was. */
  readonly failedList: string | undefined;
}

/** The same of its outcomes: the list is the first of them. */
export function whatWasCrawled(outcomes: readonly Outcome[]): Crawled {
  const list = outcomes.find(({ kind }) => kind !== 'cancelled');
  const isPage = ({ code, kind }: Outcome) => kind === 'ok' && !isImageAddress(code);
  return {
    pages: outcomes.filter(isPage).length,
    failedList: list === undefined || list !== outcomes[0] || list.kind === 'ok' ? undefined : outcomeLine(list),
  };
}

function crawledLines({ pages, failedList }: Crawled): string[] {
  return [
    ` ${String(pages).padStart(2)} ${plural('page', pages)} led to them.`,
    ...(failedList === undefined ? [] : [`Nothing was found, since the list failed: ${failedList}.`]),
  ];
}

function loopLines({ eventLoopDelayP99Ms: lateMs, heldBy }: LoopReport): string[] {
  const late = lateMs === undefined ? [] : [`Event loop: up to ${MILLISECONDS.text(lateMs)} late (p99).`];
  return [...late, ...heldBy.map((holder) => `${holderText(holder)}.`)];
}

/** One line for one flag. */
export function outcomeLine({ code, kind, status, error }: Outcome): string {
  const detail = error ?? (status === undefined ? '' : String(status));
  return `${code}: ${kind} ${detail}`.trimEnd();
}

/** How long a download took, and how long each of its requests could take, in milliseconds. */
interface Times {
  readonly elapsedMs: number;
  readonly timeoutMs: number;
}

/** The work of items, and what it did to the event loop; all absent where items had none. */
interface Work extends WorkSettings {
  readonly loop?: LoopReport | undefined;
}

/** The result of `get --json`. */
export function getJson(
  tally: Tally,
  outcomes: readonly Outcome[],
  times: Times,
  { loop, ...work }: Work = {},
): object {
  const { ok, notFound, cancelled } = tally.kinds;
  const counts = { ok, notFound, errors: errorCount(tally), reasons: tally.reasons, cancelled };
  return { ...counts, ...times, ...work, ...loop, outcomes };
}

function errorCount({ kinds }: Pick<Tally, 'kinds'>): number {
  return kinds.httpError + kinds.timeout + kinds.networkError;
}

function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}
