import { cpuText, saveText, type WorkSettings } from '../../../bench/result/settings/work-settings.ts';
import { MILLISECONDS } from '../../../bench/result/unit.ts';
import { holderText, type LoopHolder } from '../../../bench/usage/loop-holder.ts';
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
  { m, timeoutMs }: Pick<ResolvedDownload, 'm' | 'timeoutMs'>,
  { cpu, save }: WorkSettings = {},
): string[] {
  const which = codes.length <= MAX_CODES_NAMED ? codes.join(', ') : `from ${codes[0]} to ${codes.at(-1)}`;
  return [
    `${label} site: ${baseUrl}`,
    `Searching for ${codes.length} ${plural('flag', codes.length)}: ${which}`,
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
 */
export function finalReport({ kinds, reasons }: Tally, elapsedMs: number, loop?: LoopReport): string[] {
  const errors = errorCount({ kinds });
  return [
    '-'.repeat(20),
    ` ${String(kinds.ok).padStart(2)} ${plural('flag', kinds.ok)} downloaded.`,
    ...(kinds.notFound > 0 ? [` ${String(kinds.notFound).padStart(2)} not found.`] : []),
    ...(errors > 0
      ? [` ${String(errors).padStart(2)} ${plural('error', errors)}.`, `    ${reasonsText(reasons)}`]
      : []),
    ...(kinds.cancelled > 0 ? [` ${String(kinds.cancelled).padStart(2)} cancelled.`] : []),
    `Elapsed time: ${(elapsedMs / 1000).toFixed(2)}s`,
    ...(loop === undefined ? [] : loopLines(loop)),
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
