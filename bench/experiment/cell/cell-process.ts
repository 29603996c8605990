import type { Download, DownloadOptions } from '../../../clients/download/download.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { loadClient } from '../../../clients/own/load-client.ts';
import { arrivalTimes } from '../../../clients/schedule/arrival-schedule.ts';
import { openLoop } from '../../../clients/schedule/open-loop.ts';
import { strategy } from '../../../clients/strategies.ts';
import { roundsPerMs } from '../../../clients/work/calibrate.ts';
import { DEFAULT_SEED } from '../../../lib/chance/seed.ts';
import { ClientError } from '../../../lib/errors/client-error.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { counted } from '../../../lib/units/counted.ts';
import type { BenchClient } from '../../result/own-client.ts';
import type { LoopHolder } from '../../usage/loop-holder.ts';
import { LoopWatch } from '../../usage/loop-watch.ts';
import { measureUsage, type Usage } from '../../usage/usage.ts';
import { answerParent } from '../processes/answer-parent.ts';
import { StartGate } from './start-gate.ts';

/** Who can ask in a process of one cell: whoever is no process of its own. */
export type CellClient = Exclude<BenchClient, { kind: 'command' }>;

/** What the process of one cell is to do. */
export interface CellTask {
  readonly client: CellClient;
  readonly codes: readonly string[];
  readonly options: DownloadOptions;
  /** Whether flags are saved, in a temporary folder of the machine that the process runs on; default false. */
  readonly saves?: boolean;
  /** Of a schedule's arrivals, only every `of`-th is to be sent, from the one with that index on; absent: all of them. */
  readonly turn?: Turn;
  /** A server without faults, to warm up with. */
  readonly warmUpUrl: string;
  /** How many of its items a module warms up with: the first of them; default: all. */
  readonly warmUpItems?: number | undefined;
}

/** Which arrivals of a schedule are one's own where several share it. */
export interface Turn {
  readonly index: number;
  readonly of: number;
}

/** What the process of one cell brings back. */
export interface CellReport {
  /** When the download began, which its times count from, on the machine's monotonic clock; absent where it was free to begin. */
  readonly beganMs?: number;
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
  /** Begins the task that was prepared, up to its first request: that waits for `run`. */
  hold(): Promise<void>;
  /**
   * Does the task that was prepared.
   *
   * @param atMs when a task that is held is to begin, on the machine's monotonic clock; absent for one that is not
   */
  run(atMs?: number): Promise<CellReport>;
}

/** Threads or slots of the warm-up: it loads and compiles what the strategy needs and must not cost the memory of m. */
const WARM_UP_M = 2;

/** What is computed for each item of the warm-up. */
const WARM_UP_ROUNDS = 20;

/** How many requests a second the warm-up of an open loop starts. */
const WARM_UP_RATE = 1000;

/** Whoever keeps to a schedule alone. */
const ALONE: Turn = { index: 0, of: 1 };

let prepared: (gate?: StartGate) => Promise<CellReport>;
let held: { readonly gate: StartGate; readonly report: Promise<CellReport> } | undefined;

answerParent<CellCalls>({
  async check(file) {
    await loadClient(file);
  },
  async standBy() {
    await import('../../../clients/own/checked-download.ts');
  },
  async prepare({ client, codes, options, turn, warmUpUrl, warmUpItems }) {
    const download = await downloadOf(client, turn);
    const warmUp = client.kind === 'open' ? await downloadOf({ ...client, ratePerSecond: WARM_UP_RATE }) : download;
    // What somebody else's client does with other codes than its cell's is not asked.
    const warmUpCodes = client.kind === 'module' ? codes.slice(0, warmUpItems) : countryCodes();
    const { cpu, outDir, timeoutMs, retries } = options;
    const warmUpCpu = cpu && { cpu: { ...cpu, rounds: WARM_UP_ROUNDS } };
    // It is to find whatever it is given in its cell.
    const own = client.kind === 'module' && {
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(retries !== undefined && { retries }),
    };
    const warmUpOptions = { baseUrl: warmUpUrl, m: warmUpM(client), run: 'warm-up', ...own, ...warmUpCpu };
    await Array.fromAsync(warmUp(warmUpCodes, warmUpOptions)).catch((cause) => {
      throw asFirstTry(cause, warmUpCodes.length);
    });
    // The lab's own clients hold no loop but by the work of items.
    const isWatched = client.kind === 'module' || cpu !== undefined || outDir !== undefined;
    prepared = async (gate) => {
      const watch = isWatched ? await LoopWatch.start() : undefined;
      const begun = gate?.held(download, client.kind === 'module') ?? download;
      const { result, usage } = await measureUsage(() => Array.fromAsync(begun(codes, options)));
      const heldBy = await watch?.end();
      return {
        outcomes: result,
        usage,
        ...(gate !== undefined && { beganMs: gate.beganMs }),
        ...(heldBy !== undefined && { heldBy }),
        ...(cpu !== undefined && { roundsPerMs: roundsPerMs() }),
      };
    };
  },
  async hold() {
    const gate = new StartGate();
    held = { gate, report: prepared(gate) };
    // What keeps it from its first request is known now; what comes later is told to who waits for its end.
    const ended = held.report.then(() => Promise.reject(new LabError('it did not wait for the start')));
    await Promise.race([gate.reached, ended]);
  },
  async run(atMs) {
    if (held === undefined || atMs === undefined) return await prepared();
    held.gate.open(atMs);
    return await held.report;
  },
});

/** Whoever looks for the mistake must know where it was made: not where anything is measured. */
function asFirstTry(cause: unknown, items: number): unknown {
  if (!(cause instanceof ClientError)) return cause;
  const where = `this was its first try, with ${counted(items, 'item')} on a server that only serves to warm up`;
  return new ClientError(`${cause.message}; ${where}`, { cause });
}

async function downloadOf(client: CellClient, { index, of }: Turn = ALONE): Promise<Download> {
  if (client.kind === 'strategy') return strategy(client.name).download;
  if (client.kind === 'module') return await loadClient(client.file);
  return (codes, options) => {
    const times = arrivalTimes({ ...client, seed: options.seed ?? DEFAULT_SEED }).filter((_, i) => i % of === index);
    return openLoop(
      times.slice(0, codes.length).map((atMs, i) => ({ code: codes[i]!, atMs })),
      options,
    );
  };
}

function warmUpM(client: CellClient): number {
  return client.kind === 'strategy' ? Math.min(WARM_UP_M, strategy(client.name).maxM) : WARM_UP_M;
}
