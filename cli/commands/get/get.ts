import { POLITE_M } from '../../../bench/result/settings/service.ts';
import { hasWork, type WorkSettings, workOptions } from '../../../bench/result/settings/work-settings.ts';
import { LoopWatch } from '../../../bench/usage/loop-watch.ts';
import { measureUsage } from '../../../bench/usage/usage.ts';
import { addressCount } from '../../../clients/crawl/addresses.ts';
import { isNeverFound } from '../../../clients/crawl/never-found.ts';
import type { DownloadOptions } from '../../../clients/download/download.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { Tallier, type Tally } from '../../../clients/download/tally.ts';
import { warmUp } from '../../../clients/item/warm-up.ts';
import { type Strategy, strategy } from '../../../clients/strategies.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { isUnreached } from '../../../lib/network/network-reason.ts';
import type { CrawlOption } from '../../options/crawl-option.ts';
import type { RequestOptions } from '../../options/request-options.ts';
import type { SelectionOptions } from '../../options/selection.ts';
import { type WorkOptions, workSettings } from '../../options/work-options.ts';
import { type CommandContext, note, print, printJson } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { ProgressBar } from '../../terminal/progress-bar.ts';
import { finalReport, getJson, initialReport, type LoopReport, outcomeLine, whatWasCrawled } from './get-report.ts';
import { type Site, siteOf } from './site.ts';

/** The options of `flaglab get`. */
export interface GetOptions extends SelectionOptions, RequestOptions, CrawlOption, WorkOptions {
  readonly client: string;
  readonly server?: string;
  readonly maxReq?: number;
  readonly max_req?: number;
  readonly baseUrl?: string;
  readonly room?: string;
  readonly as?: string;
  /** Milliseconds. */
  readonly predict?: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  readonly outDir: string;
  readonly save: boolean;
  readonly force?: boolean;
  readonly seed: number;
  readonly timeScale: number;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** Downloads the selected flags and prints the report. Resolves to the exit code. */
export async function get(texts: readonly string[], options: GetOptions, context: CommandContext): Promise<number> {
  const chosen = strategy(options.client);
  const codes = selectCodes({ ...options, codes: texts });
  const site = await whichSite(options, context);
  const askedM = options.maxReq ?? options.max_req ?? defaultM(chosen, site);
  const work = workSettings(options);
  using interrupt = new Interrupt(context);
  const asked = {
    ...downloadOptions(options, site, askedM),
    ...workOptions(work),
    // Each get is a run of its own, so that a second one meets the same fates as the first; of a room it has the name.
    run: options.as ?? context.newId(),
    signal: interrupt.signal,
  };
  // A mistake is told before anything is printed.
  const download = chosen.prepare(codes, asked);
  const { settings } = download;
  const json = options.json === true;
  if (!json) for (const line of initialReport(site, codes, settings, work)) print(context, line);

  const items = settings.crawl ? addressCount(codes.length) : codes.length;
  const { result, elapsedMs, loop } = await timed(work, context, () =>
    collect(download.run(), items, options, context, interrupt.signal),
  );
  const { outcomes, tally } = result;

  if (json)
    printJson(context, getJson(tally, outcomes, { elapsedMs, timeoutMs: settings.timeoutMs }, { ...work, loop }));
  else {
    const crawled = settings.crawl ? whatWasCrawled(outcomes) : undefined;
    for (const line of finalReport(tally, elapsedMs, { loop, crawled })) print(context, line);
    for (const line of await saidInRoom(site, options.as, outcomes.length, context)) print(context, line);
  }
  if (interrupt.signal.aborted) return EXIT_INTERRUPTED;
  const broken = outcomes.filter((outcome) => outcome.kind === 'networkError' && !isNeverFound(outcome));
  if (broken.length === 0) return 0;
  noteNetworkError(broken, outcomes, site, context);
  return 1;
}

/** Why exit code 1: one network error stands for all. The address is in doubt only where nobody was reached there. */
function noteNetworkError(
  [first]: readonly Outcome[],
  outcomes: readonly Outcome[],
  { label }: Site,
  context: CommandContext,
): void {
  const { error } = first!;
  const isDown = outcomes.every((outcome) => isNeverFound(outcome) || isUnreached(outcome.reason));
  const advice = label === 'REMOTE' ? 'is --base-url right?' : 'start the servers with npx flaglab serve';
  note(context, `error: ${error}${isDown ? `; ${advice}` : ''}`);
}

async function saidInRoom(
  { room, label }: Site,
  name: string | undefined,
  items: number,
  context: CommandContext,
): Promise<string[]> {
  if (room === undefined || name === undefined) return [];
  const { roomResult } = await import('./room-result.ts');
  return await roomResult({ room, label, name, items }, context);
}

/** @throws UsageError or LabError where there is none */
async function whichSite(options: GetOptions, context: CommandContext): Promise<Site> {
  const { room, as, predict } = options;
  if (room !== undefined) {
    const { roomSite } = await import('./room-site.ts');
    return roomSite({ ...options, room }, context);
  }
  if (as !== undefined || predict !== undefined) {
    throw new UsageError(`--${as === undefined ? 'predict' : 'as'} is for a room: say with --room where it is`);
  }
  return siteOf(options);
}

function defaultM({ defaultM }: Strategy, { label }: Site): number {
  return label === 'REMOTE' ? Math.min(defaultM, POLITE_M) : defaultM;
}

function downloadOptions(options: GetOptions, { baseUrl }: Site, m: number): DownloadOptions {
  const { timeout, timeScale, retries, names = false, crawl = false, seed, force = false } = options;
  return {
    baseUrl,
    m,
    timeoutMs: timeout * timeScale,
    retries,
    names,
    crawl,
    seed,
    timeScale,
    force,
    ...(options.save && { outDir: options.outDir }),
  };
}

/** Where items have work beside their requests, it is looked at, too, how late that makes the event loop, and who holds it. */
async function timed<T>(
  work: WorkSettings,
  { clock }: CommandContext,
  download: () => Promise<T>,
): Promise<{ result: T; elapsedMs: number; loop?: LoopReport }> {
  const timedDownload = async () => {
    const startedMs = clock.nowMs();
    const result = await download();
    return { result, elapsedMs: clock.nowMs() - startedMs };
  };
  if (!hasWork(work)) return timedDownload();
  // What is loaded and compiled at a first request would hold the loop, too.
  await warmUp();
  const watch = await LoopWatch.start();
  const { result, usage } = await measureUsage(timedDownload);
  const heldBy = await watch.end();
  return { ...result, loop: { eventLoopDelayP99Ms: usage.eventLoopDelayP99Ms, heldBy } };
}

/** Only beside a report on a terminal, and where no other output would cross it. */
function hasBar({ verbose, json }: GetOptions, { stdout, stderr }: CommandContext): boolean {
  return verbose !== true && json !== true && stdout.isTTY && stderr.isTTY;
}

async function collect(
  download: AsyncIterable<Outcome>,
  items: number,
  options: GetOptions,
  context: CommandContext,
  signal: AbortSignal,
): Promise<{ outcomes: Outcome[]; tally: Tally }> {
  const outcomes: Outcome[] = [];
  const tallier = new Tallier();
  using bar = hasBar(options, context) ? new ProgressBar(items, context, signal) : undefined;
  for await (const outcome of download) {
    outcomes.push(outcome);
    tallier.add(outcome);
    if (options.verbose === true && options.json !== true) print(context, outcomeLine(outcome));
    bar?.advance();
  }
  // Two pages of a strange server may lead to one image, which is visited once.
  return { outcomes, tally: tallier.close(options.crawl === true ? outcomes.length : items) };
}
