import { adaptive } from './adaptive.ts';
import { asynchronous } from './async.ts';
import { checkCrawl } from './crawl/check-crawl.ts';
import { crawlFlags } from './crawl/crawl-flags.ts';
import { type CheckedDownload, checkDownload } from './download/check-download.ts';
import type { Download, DownloadOptions } from './download/download.ts';
import type { Outcome } from './download/outcome.ts';
import type { ResolvedDownload } from './download/resolve-download.ts';
import { hybrid } from './hybrid.ts';
import { prepareFolder } from './item/save.ts';
import { paced } from './paced.ts';
import { sequential } from './sequential.ts';
import {
  requireCrawler,
  requireStrategy,
  STRATEGY_ROWS,
  type StrategyName,
  type StrategyRow,
} from './strategy-rows.ts';
import { startComputer } from './work/start-computer.ts';
import { workers } from './workers.ts';

/**
 * A way to arrange a client's requests.
 *
 * @example
 * ```ts
 * import { type Strategy, strategy } from 'flaglab';
 * const { summary, defaultM, maxM }: Strategy = strategy('workers');
 * console.log(summary); // a pool of m threads, one request in each
 * console.log(defaultM, maxM); // 30 128
 * ```
 */
export interface Strategy extends StrategyRow {
  /** The iteration throws a UsageError for bad codes or options, and an OutputError when it cannot save. */
  readonly download: Download;
  /**
   * Checks what `download` is given and says what would be done, such as with which m. Nothing is sent before `run`.
   *
   * @throws UsageError for bad codes or options
   */
  prepare(codes: readonly string[], options: DownloadOptions): PreparedDownload;
}

/**
 * A download that has only to be run.
 *
 * @example
 * ```ts
 * import { type PreparedDownload, strategy } from 'flaglab';
 * const options = { baseUrl: 'http://localhost:8000/flags', m: 30 };
 * const prepared: PreparedDownload = strategy('async').prepare(['br', 'fr'], options);
 * console.log(prepared.codes, prepared.settings.m); // [ 'BR', 'FR' ] 2
 * ```
 */
export interface PreparedDownload extends CheckedDownload {
  /** Does it, as the strategy's `download` does. The iteration throws an OutputError when it cannot save. */
  run(): AsyncIterable<Outcome>;
}

type Arrangement = (codes: readonly string[], settings: ResolvedDownload) => AsyncIterable<Outcome>;

const ARRANGEMENTS: Readonly<Record<StrategyName, Arrangement>> = {
  sequential,
  workers,
  async: asynchronous,
  hybrid,
  adaptive,
  paced,
};

/**
 * All strategies, from the plainest to the one that does most.
 *
 * @example
 * ```ts
 * import { STRATEGIES } from 'flaglab';
 * const forThousands = STRATEGIES.filter(({ maxM }) => maxM >= 1000);
 * console.log(forThousands.map(({ name }) => name).join(', ')); // async, hybrid, adaptive, paced
 * ```
 */
export const STRATEGIES: readonly Strategy[] = STRATEGY_ROWS.map((row) => define(row, ARRANGEMENTS[row.name]));

/**
 * The strategy of this name, in any case.
 *
 * @throws UsageError when there is none.
 *
 * @example
 * ```ts
 * import { startLab, strategy } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * const options = { baseUrl: `${lab.url('LOCAL')}/flags`, m: 2 };
 * for await (const { code, kind, bytes } of strategy('Async').download(['BR'], options)) {
 *   console.log(code, kind, bytes); // BR ok 15745
 * }
 * ```
 */
export function strategy(name: string): Strategy {
  const row = requireStrategy(name);
  return STRATEGIES.find((known) => known.name === row.name)!;
}

/** Gives an arrangement what is the same for all: everything is checked before the first request is sent. */
function define(row: StrategyRow, arrangement: Arrangement): Strategy {
  const prepare: Strategy['prepare'] = (codes, options) => {
    if (options.crawl === true) {
      requireCrawler(row.name);
      checkCrawl(codes, options);
    }
    const checked = checkDownload(codes, options, row);
    return Object.freeze({ ...checked, run: () => run(checked, arrangement) });
  };
  return Object.freeze({
    ...row,
    prepare,
    async *download(codes, options) {
      yield* prepare(codes, options).run();
    },
  } satisfies Strategy);
}

async function* run({ codes, settings }: CheckedDownload, arrangement: Arrangement): AsyncGenerator<Outcome> {
  if (settings.outDir !== undefined) await prepareFolder(settings.outDir);
  if (codes.length === 0) return;
  if (settings.crawl) {
    yield* crawlFlags(codes, settings);
    return;
  }
  await using computer = await startComputer(settings);
  yield* arrangement(codes, { ...settings, computer });
}
