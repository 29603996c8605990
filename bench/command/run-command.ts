import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { onAbort } from '../../lib/concurrency/on-abort.ts';
import { ClientError } from '../../lib/errors/client-error.ts';
import { ClientTimeoutError } from '../../lib/errors/client-timeout-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import type { Usage } from '../usage/usage.ts';
import { careFor, startCaretaker } from './caretaker.ts';
import { MARK_NAME, nextMark } from './command-mark.ts';
import { ProcessTree } from './process-tree.ts';
import { pythonPlace } from './python-place.ts';

/** What of a command that failed without a word on stderr stands before the last line that it printed. */
export const PRINTED_LAST = ', after it had printed: ';

/** How much of what a command writes is kept, to explain its failure. */
const MAX_OUTPUT_LENGTH = 10_000;

/** How often its memory is looked at, in milliseconds; to ask `ps` takes longer than to read /proc. */
const SAMPLE_MS = process.platform === 'linux' ? 20 : 100;

/** How long a pipe that somebody else holds open is waited for, in milliseconds. */
const PIPE_GRACE_MS = 1000;

/**
 * A shell that runs the command in another one, which has its mark, and then says how much CPU time that took and all that
 * it has waited for: `times` prints user and system time, `0m0.170000s 0m0.010000s`, of the shell and of its children.
 */
const MEASURING_SHELL = `export ${MARK_NAME}="$${MARK_NAME}$2"; sh -c "$1" 3>&-; code=$?; times >&3; exit "$code"`;

/** A command of somebody's own to run. */
export interface CommandRun {
  /** For a shell, its placeholders filled in. */
  readonly command: string;
  /** The file that it gets as its stdin. */
  readonly stdin: string;
  /** After so long it is killed. */
  readonly cellTimeoutMs: number;
  /** Kills it when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Called with what it writes to stdout, piece by piece. */
  readonly onPrinted?: ((text: string) => void) | undefined;
}

/** What a command has come to. */
export interface CommandEnd {
  readonly usage: Usage;
  /** The last line that it wrote to stdout; empty where it wrote none. */
  readonly printed: string;
}

/**
 * Runs a command in a session of its own, until its end. What it leaves running is killed, in whatever session, and so is all
 * of it where this process is. Resolves to what it has used, its start included: the CPU time of its processes, but for those
 * that nobody has waited for; and the most memory that they had resident together when looked at, every 20 ms.
 *
 * @throws ClientError when it cannot be run, fails, takes too long or is called off
 */
export async function runCommand({
  command,
  stdin,
  cellTimeoutMs,
  signal,
  onPrinted,
}: CommandRun): Promise<CommandEnd> {
  await using input = await open(stdin);
  const mark = nextMark();
  const shell = await startShell(command, mark, input.fd);
  // Listened for before anything else is awaited: some commands are over at once.
  const [exited, closed] = [once(shell, 'exit'), once(shell, 'close')];
  const [stdout, stderr, times] = outputs(shell).map(tail);
  if (onPrinted !== undefined) shell.stdout!.on('data', onPrinted);
  using _cared = careFor(shell.pid!);
  const tree = new ProcessTree(shell.pid!, mark);
  const timeout = AbortSignal.timeout(Math.ceil(cellTimeoutMs));
  using _timeout = onAbort(timeout, () => void tree.kill());
  using _signal = onAbort(signal, () => void tree.kill());

  const peakRssBytes = await peakRss(tree, exited);
  await tree.kill();
  await closedSoon(shell, closed);

  if (signal?.aborted) throw new ClientError('the command was stopped');
  if (shell.exitCode === 0) {
    const usage = { cpuSeconds: cpuSeconds(times!()), peakRssBytes, eventLoopDelayP99Ms: undefined };
    return { usage, printed: lastLine(stdout!()) ?? '' };
  }
  if (timeout.aborted)
    throw new ClientTimeoutError(`the command was stopped: it took longer than ${formatDuration(cellTimeoutMs)}`);
  const how = shell.exitCode === null ? `was killed by ${shell.signalCode}` : `exited with code ${shell.exitCode}`;
  const place = pythonPlace(stderr!());
  const where = place === undefined ? '' : ` (${place})`;
  const [failure, printed] = [lastLine(stderr!()), lastLine(stdout!())];
  const why = failure === undefined ? printed && `${PRINTED_LAST}${printed}` : `: ${failure}${where}`;
  throw new ClientError(`the command ${how}${why ?? ''}`);
}

async function startShell(command: string, mark: string, stdin: number): Promise<ChildProcess> {
  startCaretaker();
  const shell = spawn('sh', ['-c', MEASURING_SHELL, 'sh', command, mark], {
    stdio: [stdin, 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  try {
    await once(shell, 'spawn');
    return shell;
  } catch (cause) {
    throw new ClientError(`no shell can be started: ${messageOf(cause)}`, { cause });
  }
}

function outputs({ stdio: [, ...streams] }: ChildProcess): Readable[] {
  return streams as Readable[];
}

/** Reads a stream to its end and keeps the last of it. */
function tail(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-MAX_OUTPUT_LENGTH);
  });
  return () => text;
}

/** The most memory that the processes had until the end. */
async function peakRss(tree: ProcessTree, end: Promise<unknown>): Promise<number> {
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, tree.rssBytes());
  }, SAMPLE_MS);
  await end;
  clearInterval(sampling);
  return peak;
}

/** Waits until all has been read. */
async function closedSoon(shell: ChildProcess, closed: Promise<unknown>): Promise<void> {
  const giveUp = setTimeout(() => {
    for (const stream of outputs(shell)) stream.destroy();
  }, PIPE_GRACE_MS);
  await closed;
  clearTimeout(giveUp);
}

function cpuSeconds(times: string): number {
  // Some shells write fractions as their language does.
  const parts = times.replaceAll(',', '.').matchAll(/(\d+)m([\d.]+)s/g);
  return Number(
    [...parts].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0).toFixed(6),
  );
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .findLast((line) => line.trim() !== '')
    ?.trim();
}
