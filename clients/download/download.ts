import type { ItemRequest } from './item-request.ts';
import type { CpuWork, SaveWay } from './item-work.ts';
import type { Outcome } from './outcome.ts';

/** The most retries of a request. */
export const MAX_RETRIES = 100;

/** How long one request may take when the caller does not say, in milliseconds: as in the book's clients. */
export const DEFAULT_TIMEOUT_MS = 3100;

/** The limits that the adaptive strategy can learn by. */
export type LimitName = 'vegas' | 'aimd';

/**
 * Options of a download. Durations are milliseconds.
 *
 * @example
 * ```ts
 * import { type DownloadOptions, startLab, strategy } from 'flaglab';
 * await using lab = await startLab({ ERROR: { faults: ['status=503,first=2'] } });
 * const options: DownloadOptions = { baseUrl: `${lab.url('ERROR')}/flags`, retries: 2, timeScale: 0.01 };
 * for await (const { code, kind, requests } of strategy('async').download(['BR'], options)) {
 *   console.log(code, kind, requests); // BR ok 3
 * }
 * ```
 */
export interface DownloadOptions {
  /** Where the flags are: the address that `/br/br.gif` is appended to, such as `http://localhost:8000/flags`. */
  readonly baseUrl: string;
  /** The most requests in flight at once; the strategy's default when absent. Never more than there are items. */
  readonly m?: number;
  /** Lets a strategy have as many requests in flight as its `forcedMaxM` says instead of its `maxM`; default false. */
  readonly force?: boolean;
  /** What the adaptive strategy's limit learns by; default `vegas`. */
  readonly limitBy?: LimitName;
  /** How long one request may take from its sending to the last byte of its body; default {@link DEFAULT_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
  /** How often a failed request is tried again: after a timeout, a network error, 408, 429 or 5xx or 418; default 0. */
  readonly retries?: number;
  /** Asks also for metadata.json and names the file after the country; default false. */
  readonly names?: boolean;
  /**
   * Begins at the list of countries and finds the flags by what each page leads to, instead of asking for them by their
   * codes; default false. Then each address has an outcome: the list, each country's metadata.json, each image.
   */
  readonly crawl?: boolean;
  /** How each item is asked for, where items are no flags; they may be any texts then. Absent: the GET of each flag. */
  readonly request?: ItemRequest;
  /** The folder that flags are saved in; absent: bodies are received and dropped. */
  readonly outDir?: string;
  /** How many times as large each flag is saved as it came, 1 to 1000; default 1. */
  readonly saveTimes?: number;
  /** Whether the event loop goes on while a file is written, or waits for it; default `async`. */
  readonly saveWith?: SaveWay;
  /** What is computed for each item that has come, before it is saved; absent for nothing. */
  readonly cpu?: CpuWork;
  /** Seeds the jitter of the retries' back-off and of paced's turns; default 42. */
  readonly seed?: number;
  /** Multiplies the back-off between retries and the time in which adaptive begins; default 1. The caller scales `timeoutMs` itself. */
  readonly timeScale?: number;
  /** Sent as X-Lab-Run: a server counts attempts apart for each run, so that a new run meets the same fates again. */
  readonly run?: string;
  /** Sent as X-Lab-Agent: who sends this share of a run that several share. */
  readonly agent?: string;
  /**
   * Called when all is ready for the first request, which waits for it: several downloads can begin together. It resolves with
   * when the download began, which its times count from, on the machine's monotonic clock. Absent: it begins at once.
   */
  readonly whenReady?: () => Promise<number>;
  /** Stops the download: nothing more is sent, what is in flight ends as `cancelled`. */
  readonly signal?: AbortSignal;
}

/**
 * A strategy's one function: asks for the flag of each code and yields what happened to each, in order of completion.
 * Every code, or every address of a crawl, gets exactly one outcome, also when the download is cancelled or the server dies.
 *
 * @example
 * ```ts
 * import { type Download, startLab, strategy } from 'flaglab';
 * const oneByOne: Download = async function* (codes, options) {
 *   for (const code of codes) yield* strategy('async').download([code], options);
 * };
 * await using lab = await startLab({ LOCAL: {} });
 * const outcomes = await Array.fromAsync(oneByOne(['FR', 'BR'], { baseUrl: `${lab.url('LOCAL')}/flags` }));
 * console.log(outcomes.map(({ code, kind }) => `${code} ${kind}`)); // [ 'FR ok', 'BR ok' ]
 * ```
 */
export type Download = (codes: readonly string[], options: DownloadOptions) => AsyncIterable<Outcome>;
