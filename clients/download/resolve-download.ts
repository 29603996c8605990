import { DEFAULT_SEED } from '../../lib/chance/seed.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { isRunName, notARunName } from '../../lib/run-name.ts';
import { checkRetries, checkTimeout } from './check-limits.ts';
import { DEFAULT_TIMEOUT_MS, type DownloadOptions, type LimitName } from './download.ts';
import type { ItemRequest } from './item-request.ts';
import { type Computer, CPU_PLACES, type CpuWork, MAX_SAVE_TIMES, SAVE_WAYS, type SaveWay } from './item-work.ts';

/** A download's options, checked and complete. But for the functions and the signal in it, it can be sent to another thread. */
export interface ResolvedDownload {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly m: number;
  readonly limitBy: LimitName;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly names: boolean;
  /** Whether flags are found by what leads to them. */
  readonly crawl: boolean;
  /** Undefined: each item is a flag. */
  readonly request: ItemRequest | undefined;
  readonly outDir: string | undefined;
  readonly saveTimes: number;
  readonly saveWith: SaveWay;
  /** Undefined: nothing is computed. */
  readonly cpu: CpuWork | undefined;
  /** What computes beside the event loops, once it is ready; undefined where nothing does. */
  readonly computer?: Computer | undefined;
  readonly seed: number;
  readonly timeScale: number;
  readonly run: string | undefined;
  readonly agent: string | undefined;
  /** Undefined: it begins as soon as it is ready. */
  readonly whenReady?: (() => Promise<number>) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** How many requests a strategy may have in flight. */
export interface Bounds {
  /** The strategy's name, for messages. */
  readonly name: string;
  readonly defaultM: number;
  readonly maxM: number;
  /** The maximum with `force`. */
  readonly forcedMaxM: number;
}

/**
 * Checks options, fills in the defaults and freezes the result. m is never more than there are items.
 *
 * @throws UsageError which names the option, what was given and what may be.
 */
export function resolveDownload(items: number, options: DownloadOptions, bounds: Bounds): ResolvedDownload {
  const {
    m = bounds.defaultM,
    force = false,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    retries = 0,
    timeScale = 1,
    run,
    outDir,
  } = options;
  checkM(m, force, bounds);
  checkTimeout(timeoutMs);
  checkRetries(retries);
  if (!(timeScale >= 0 && timeScale < Number.POSITIVE_INFINITY)) {
    throw new UsageError(`the time scale must be a number from 0, not ${timeScale}`);
  }
  if (run !== undefined && !isRunName(run)) throw new UsageError(notARunName(run));
  checkWork(options);
  if (outDir === '') throw new UsageError('the folder to save in must have a name');
  return Object.freeze({
    baseUrl: checkedUrl(options.baseUrl),
    m: Math.max(1, Math.min(m, items)),
    limitBy: options.limitBy ?? 'vegas',
    timeoutMs,
    retries,
    names: options.names ?? false,
    crawl: options.crawl ?? false,
    request: options.request,
    outDir,
    saveTimes: options.saveTimes ?? 1,
    saveWith: options.saveWith ?? 'async',
    cpu: options.cpu,
    seed: options.seed ?? DEFAULT_SEED,
    timeScale,
    run,
    agent: options.agent,
    ...(options.whenReady !== undefined && { whenReady: options.whenReady }),
    signal: options.signal,
  });
}

function checkM(m: number, force: boolean, { name, maxM, forcedMaxM }: Bounds): void {
  const max = force ? forcedMaxM : maxM;
  if (Number.isInteger(m) && m >= 1 && m <= max) return;
  const range = max === 1 ? '1' : `a whole number from 1 to ${max}`;
  const way = !force && m > maxM && m <= forcedMaxM ? `; --force allows up to ${forcedMaxM}` : '';
  throw new UsageError(`m must be ${range} for ${name}, not ${m}${way}`);
}

function checkWork({ cpu, saveTimes = 1, saveWith = 'async' }: DownloadOptions): void {
  if (cpu !== undefined && !(Number.isInteger(cpu.rounds) && cpu.rounds >= 1)) {
    throw new UsageError(`the rounds of CPU work must be a whole number from 1, not ${cpu.rounds}`);
  }
  if (cpu !== undefined && !CPU_PLACES.includes(cpu.on)) {
    throw new UsageError(`CPU work is done on one of ${CPU_PLACES.join(', ')}, not on "${cpu.on}"`);
  }
  if (!Number.isInteger(saveTimes) || saveTimes < 1 || saveTimes > MAX_SAVE_TIMES) {
    throw new UsageError(`flags are saved 1 to ${MAX_SAVE_TIMES} times as large, not ${saveTimes} times`);
  }
  if (!SAVE_WAYS.includes(saveWith)) {
    throw new UsageError(`flags are saved with one of ${SAVE_WAYS.join(', ')}, not with "${saveWith}"`);
  }
}

function checkedUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`"${text}" is not a base URL: give one such as http://localhost:8000/flags`);
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new UsageError(`the base URL "${text}" must not have a query, a fragment, a user or a password`);
  }
  return url.href.replace(/\/+$/, '');
}
