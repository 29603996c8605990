import type { Download, DownloadOptions } from '../../../clients/download/download.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { loadClient } from '../../../clients/own/load-client.ts';
import { arrivalTimes } from '../../../clients/schedule/arrival-schedule.ts';
import { openLoop } from '../../../clients/schedule/open-loop.ts';
import { strategy } from '../../../clients/strategies.ts';
import { roundsPerMs } from '../../../clients/work/calibrate.ts';
import { DEFAULT_SEED } from '../../../lib/chance/seed.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import type { BenchClient } from '../../result/own-client.ts';
import type { LoopHolder } from '../../usage/loop-holder.ts';
import { LoopWatch } from '../../usage/loop-watch.ts';
import { measureUsage, type Usage } from '../../usage/usage.ts';
import { answerParent } from '../processes/answer-parent.ts';

/** Who can ask in a process of one cell: whoever is no process of its own. */
export type CellClient = Exclude<BenchClient, { kind: 'command' }>;

/** What the process of one cell is to do. */
export interface CellTask {
  readonly client: CellClient;
  readonly codes: readonly string[];
  readonly options: DownloadOptions;
  /** A server without faults, to warm up with. */
  readonly warmUpUrl: string;
  /** How many of its items a module warms up with: the first of them; default: all. */
  readonly warmUpItems?: number | undefined;
}

/** What the process of one cell brings back. */
export interface CellReport {
  readonly outcomes: readonly Outcome[];
  readonly usage: Usage;
  /** Who held the event loop; absent where nobody looked. */
  readonly heldBy?: readonly LoopHolder[];
  /** How many rounds of hashing a core did in a millisecond after the download; absent where items have no CPU work. */
  readonly roundsPerMs?: number;
}

/** What the process of one cell can be asked to do. */
export interface CellCalls {
  /** Loads a module; rejects when it is no client. */
  check(file: string): Promise<void>;
  /** Loads what any module needs beside itself, so that it need not be waited for later. */
  standBy(): Promise<void>;
  /** Loads and warms up what the task needs, so that only its requests are left to do. */
  prepare(task: CellTask): Promise<void>;
  /** Does the task that was prepared. */
  run(): Promise<CellReport>;
}

/** Threads or slots of the warm-up: it loads and compiles what the strategy needs and must not cost the memory of m. */
const WARM_UP_M = 2;

/** What is computed for each item of the warm-up. */
const WARM_UP_ROUNDS = 20;

/** How many requests a second the warm-up of an open loop starts. */
const WARM_UP_RATE = 1000;

let prepared: () => Promise<CellReport>;

answerParent<CellCalls>({
  async check(file) {
    await loadClient(file);
  },
  async standBy() {
    await import('../../../clients/own/checked-download.ts');
  },
  async prepare({ client, codes, options, warmUpUrl, warmUpItems }) {
    const download = await downloadOf(client);
    const warmUp = client.kind === 'open' ? await downloadOf({ ...client, ratePerSecond: WARM_UP_RATE }) : download;
    // What somebody else's client does with other codes than its cell's is not asked.
    const warmUpCodes = client.kind === 'module' ? codes.slice(0, warmUpItems) : countryCodes();
    const { cpu, outDir } = options;
    const warmUpCpu = cpu && { cpu: { ...cpu, rounds: WARM_UP_ROUNDS } };
    await Array.fromAsync(
      warmUp(warmUpCodes, { baseUrl: warmUpUrl, m: warmUpM(client), run: 'warm-up', ...warmUpCpu }),
    );
    // The lab's own clients hold no loop but by the work of items.
    const isWatched = client.kind === 'module' || cpu !== undefined || outDir !== undefined;
    prepared = async () => {
      const watch = isWatched ? await LoopWatch.start() : undefined;
      const { result, usage } = await measureUsage(() => Array.fromAsync(download(codes, options)));
      const heldBy = await watch?.end();
      return {
        outcomes: result,
        usage,
        ...(heldBy !== undefined && { heldBy }),
        ...(cpu !== undefined && { roundsPerMs: roundsPerMs() }),
      };
    };
  },
  run: () => prepared(),
});

async function downloadOf(client: CellClient): Promise<Download> {
  if (client.kind === 'strategy') return strategy(client.name).download;
  if (client.kind === 'module') return await loadClient(client.file);
  return (codes, options) => {
    const times = arrivalTimes({ ...client, seed: options.seed ?? DEFAULT_SEED });
    return openLoop(
      times.slice(0, codes.length).map((atMs, i) => ({ code: codes[i]!, atMs })),
      options,
    );
  };
}

function warmUpM(client: CellClient): number {
  return client.kind === 'strategy' ? Math.min(WARM_UP_M, strategy(client.name).maxM) : WARM_UP_M;
}
