import type { Outcome } from '../../../clients/download/outcome.ts';
import { reasonsText } from '../../../clients/download/reasons-text.ts';
import type { ResolvedDownload } from '../../../clients/download/resolve-download.ts';
import type { Tally } from '../../../clients/download/tally.ts';
import { shortDuration } from '../../../lib/units/duration.ts';
import type { Site } from './site.ts';

/** How many codes are named one by one before a span stands for them. */
const MAX_CODES_NAMED = 10;

/** What is printed before the first request, as the book's clients do, and how long a request may take. */
export function initialReport(
  { label, baseUrl }: Site,
  codes: readonly string[],
  { m, timeoutMs }: Pick<ResolvedDownload, 'm' | 'timeoutMs'>,
): string[] {
  const which = codes.length <= MAX_CODES_NAMED ? codes.join(', ') : `from ${codes[0]} to ${codes.at(-1)}`;
  return [
    `${label} site: ${baseUrl}`,
    `Searching for ${codes.length} ${plural('flag', codes.length)}: ${which}`,
    m === 1 ? '1 connection will be used.' : `${m} concurrent connections will be used.`,
    `Timeout: ${shortDuration(timeoutMs)} for each request.`,
  ];
}

/** What is printed at the end, as the book's clients do, with the reasons of errors; what was never finished is named too. */
export function finalReport({ kinds, reasons }: Tally, elapsedMs: number): string[] {
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
  ];
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

/** The result of `get --json`. */
export function getJson(tally: Tally, outcomes: readonly Outcome[], times: Times): object {
  const { ok, notFound, cancelled } = tally.kinds;
  return { ok, notFound, errors: errorCount(tally), reasons: tally.reasons, cancelled, ...times, outcomes };
}

function errorCount({ kinds }: Pick<Tally, 'kinds'>): number {
  return kinds.httpError + kinds.timeout + kinds.networkError;
}

function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}
