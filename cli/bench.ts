import { randomBytes } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { matrix } from '../bench/matrix.ts';
import { headline } from '../bench/report/headline.ts';
import type { BenchResult } from '../bench/result.ts';
import { type BenchOptions as RunOptions, runBench } from '../bench/run.ts';
import { selectCodes } from '../lib/country-codes.ts';
import { formatDuration, MAX_DURATION_MS } from '../lib/duration.ts';
import { messageOf, OutputError, UsageError } from '../lib/errors.ts';
import { benchProgress } from './bench-progress.ts';
import { benchTable } from './bench-table.ts';
import { EXIT_INTERRUPTED, Interrupt } from './interrupt.ts';
import type { SelectionOptions } from './selection.ts';
import { note, print, type Terminal } from './terminal.ts';

const DEFAULT_SERVERS = ['LOCAL', 'DELAY', 'ERROR'];
const DEFAULT_STRATEGIES = ['sequential', 'workers', 'async', 'hybrid'];

/** Where the JSON goes that is to be printed. */
const STDOUT = '-';

/** The options of `flaglab bench`. */
export interface BenchOptions extends SelectionOptions {
  readonly server?: readonly string[];
  readonly client?: readonly string[];
  readonly maxReq: number;
  readonly seed: number;
  readonly timeScale: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  /** A file, or `-` for stdout. */
  readonly json?: string;
}

/** Runs the matrix and prints what came out. Resolves to the exit code. */
export async function bench(texts: readonly string[], options: BenchOptions, terminal: Terminal): Promise<number> {
  const runOptions = runOptionsOf(texts, options);
  const { json } = options;
  if (json !== undefined && json !== STDOUT) await checkWritable(json);
  if (json !== STDOUT) print(terminal, settingsLine(runOptions));

  using interrupt = new Interrupt(terminal);
  const result = await run(runOptions, interrupt.signal, terminal);

  if (json === STDOUT) print(terminal, JSON.stringify(result));
  else printReport(result, terminal);
  if (json !== undefined && json !== STDOUT) await writeJson(json, result);
  const failed = result.cells.filter((cell) => 'error' in cell);
  for (const cell of failed) note(terminal, `error: ${cell.server} ${cell.strategy}: ${cell.error}`);
  for (const warning of result.warnings) note(terminal, `warning: ${warning}`);
  if (interrupt.signal.aborted) return EXIT_INTERRUPTED;
  return failed.length > 0 ? 1 : 0;
}

function runOptionsOf(texts: readonly string[], options: BenchOptions): RunOptions {
  const { server, client, maxReq, seed, timeScale, timeout } = options;
  const codes = selectCodes({ ...options, codes: texts });
  const cells = matrix({
    servers: server ?? DEFAULT_SERVERS,
    strategies: client ?? DEFAULT_STRATEGIES,
    m: maxReq,
    items: codes.length,
  });
  const timeoutMs = timeout * timeScale;
  if (timeoutMs > 0 && timeoutMs <= MAX_DURATION_MS) return { id: newId(), cells, codes, seed, timeScale, timeoutMs };
  const text = `${formatDuration(timeout)} × ${timeScale}`;
  throw new UsageError(`the timeout times the time scale must be over 0 and at most 1h, not ${text}`);
}

/** Such as `20261121-094500-3f9c`: sorts by time, and two benches of one second still differ. */
function newId(): string {
  const [date, time] = new Date().toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  return `${date}-${time}-${randomBytes(2).toString('hex')}`;
}

function settingsLine({ codes, seed, timeScale, timeoutMs }: RunOptions): string {
  const flags = codes.length === 1 ? '1 flag' : `${codes.length} flags`;
  return `${flags} a cell; seed ${seed}, time scale ${timeScale}, timeout ${formatDuration(timeoutMs)}`;
}

async function run(options: RunOptions, signal: AbortSignal, terminal: Terminal): Promise<BenchResult> {
  using progress = benchProgress(options.cells.length, terminal);
  return await runBench(options, { tell: progress.tell, signal });
}

function printReport(result: BenchResult, terminal: Terminal): void {
  if (result.cells.length === 0) return;
  print(terminal);
  print(terminal, benchTable(result.cells));
  const sentence = headline(result);
  if (sentence === undefined) return;
  print(terminal);
  print(terminal, sentence);
}

/** A file that cannot be written is better known before the bench than after it. */
async function checkWritable(file: string): Promise<void> {
  try {
    await using _handle = await open(file, 'a');
  } catch (cause) {
    throw new OutputError(`the results cannot be written to ${file}: ${messageOf(cause)}`, { cause });
  }
}

async function writeJson(file: string, result: BenchResult): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(result, undefined, 2)}\n`);
  } catch (cause) {
    throw new OutputError(`the results cannot be written to ${file}: ${messageOf(cause)}`, { cause });
  }
}
