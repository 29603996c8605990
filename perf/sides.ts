import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCharacterNames } from '../lib/unicode/character-names.ts';
import { benchCell } from './bench-cell.ts';
import { answersPerSecond, CONNECTIONS } from './load-generator.ts';
import {
  CLIENT_CORE,
  contender,
  runClient,
  runOnAnyCore,
  runPython,
  type ServerProcess,
  startFinder,
  startLocal,
  startProxy,
  startServer,
  startServerOn,
} from './pinned.ts';
import type { Measure } from './ratio.ts';

/** What servers are asked for. */
export const FLAG = '/flags/br/br.gif';
const LARGE_BYTES = 1e9;
const ITEMS = 60_000;

/** Linux counts in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** Where the times of the process itself and of the system for it are, after its name, which may hold anything. */
const TIMES = [11, 12];

/** All that there are. */
export const FLAGS = 194;

/** So many are enough for threads to be worth their while, if they ever are. */
const MANY = 50 * FLAGS;

type StrategyAndM = readonly [name: string, m: number];

/** The two sides of a comparison, ready to be measured; `await using` it stops their servers. */
export interface Sides extends AsyncDisposable {
  readonly ours: Measure;
  readonly theirs: Measure;
}

/** LOCAL, and a server of perf/contenders. */
export async function serverSides(theirs: string): Promise<Sides> {
  return {
    ours: startedAnew(startLocal),
    theirs: startedAnew(() => startServer(contender(theirs))),
    [Symbol.asyncDispose]: async () => {},
  };
}

/**
 * How many answers a server gives in a second, in a process of its own for each time: how its code and its memory come to lie
 * makes one process faster than another for as long as it lives, so that two of them say little about two programs.
 */
function startedAnew(start: () => Promise<ServerProcess>): Measure {
  return async () => {
    await using server = await start();
    const measure = load(server);
    await measure(); // Warms it up.
    return await measure();
  };
}

/** The proxy and a bare one, with the same server of perf/contenders behind. */
export async function proxySides(behind: string, measure: (proxy: ServerProcess) => Measure): Promise<Sides> {
  const target = await startServerOn(CLIENT_CORE, contender(behind));
  const proxies = await Promise.all([startProxy(target.url), startServer(contender('bare-http-proxy'), target.url)]);
  const stop = () => stopAll([...proxies, target]);
  return { ours: measure(proxies[0]), theirs: measure(proxies[1]), [Symbol.asyncDispose]: stop };
}

/** How many answers a server gives in a second. */
export function load({ url }: ServerProcess): Measure {
  return () => answersPerSecond(onLoopback(url) + FLAG);
}

/** How many megabytes a second of a server's CPU passes on. */
export function download({ pid, url }: ServerProcess): Measure {
  return async () => {
    const before = cpuSeconds(pid);
    const { bytes } = await runClient<{ bytes: number }>('large-download', `${onLoopback(url)}/${LARGE_BYTES}`);
    return bytes / 1e6 / (cpuSeconds(pid) - before);
  };
}

/** How much CPU time a process has taken so far, all its threads together; NaN where the system does not tell. */
function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return TIMES.reduce((sum, index) => sum + Number(fields[index]), 0) / TICKS_PER_SECOND;
}

/** The url without a name: looking one up would be part of what is measured. */
export function onLoopback(url: string): string {
  return url.replace('localhost', '127.0.0.1');
}

/** Threads need the cores that there are: the clients are not held on one. */
export async function strategySides(ours: StrategyAndM, theirs: StrategyAndM): Promise<Sides> {
  const server = await startLocal();
  const run =
    ([name, m]: StrategyAndM) =>
    async () =>
      (await runOnAnyCore<{ perSecond: number }>('strategy-client', name, `${server.url}/flags`, m, MANY)).perSecond;
  return { ours: run(ours), theirs: run(theirs), [Symbol.asyncDispose]: () => stopAll([server]) };
}

/** The async client, and a client of perf/contenders. */
export async function clientSides(theirs: string): Promise<Sides> {
  const server = await startServer(contender('canned-server'));
  const run =
    (...client: [name: string, ...args: string[]]) =>
    async () => {
      const args = [`${server.url}/flags`, CONNECTIONS, ITEMS];
      return (await runClient<{ perSecond: number }>(...client, ...args)).perSecond;
    };
  return { ours: run('strategy-client', 'async'), theirs: run(theirs), [Symbol.asyncDispose]: () => stopAll([server]) };
}

/** The same flags with the same concurrency and as many to warm up, in a process that does nothing else. */
export async function benchSides(): Promise<Sides> {
  const server = await startServer(contender('bare-server'));
  return {
    ours: async () => (await benchCell('async', '-s', 'LOCAL', '-a', '-m', String(FLAGS))).goodputPerSecond,
    theirs: async () =>
      (await runClient<{ perSecond: number }>('undici-loop', `${server.url}/flags`, FLAGS, FLAGS, FLAGS)).perSecond,
    [Symbol.asyncDispose]: () => stopAll([server]),
  };
}

/** In both cells as long as half of the real time, so that the machine's own time is a small part. */
export async function adaptiveSides(label: string, m: number): Promise<Sides> {
  const cell = (client: string, most: number) => async () =>
    (await benchCell(client, '-s', label, '-a', '-m', String(most), '--time-scale', '0.5')).goodputPerSecond;
  return { ours: cell('adaptive', FLAGS), theirs: cell('async', m), [Symbol.asyncDispose]: async () => {} };
}

/** Both index the same names, which are loaded before. */
export async function indexSides(): Promise<Sides> {
  const folder = await mkdtemp(join(tmpdir(), 'flaglab-perf-'));
  const names = join(folder, 'names.tsv');
  const lines = readCharacterNames().characters.map(({ codePoint, name }) => `${codePoint}\t${name}\n`);
  await writeFile(names, lines.join(''));
  return {
    ours: async () => (await runOnAnyCore<{ perSecond: number }>('character-index')).perSecond,
    theirs: async () => (await runPython<{ perSecond: number }>('character_index', names)).perSecond,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** A finder beside so many clients, against another, or the same, beside as many or fewer. */
export async function finderSides(
  startTheirs: () => Promise<ServerProcess>,
  besideOurs: number,
  besideTheirs: number,
): Promise<Sides> {
  const servers = await Promise.all([startFinder(), startTheirs()]);
  const waits =
    ({ url }: ServerProcess, beside: number): Measure =>
    async () =>
      (await runClient<{ perSecond: number }>('finder-load', onLoopback(url), beside)).perSecond;
  return {
    ours: waits(servers[0]!, besideOurs),
    theirs: waits(servers[1]!, besideTheirs),
    [Symbol.asyncDispose]: () => stopAll(servers),
  };
}

async function stopAll(servers: readonly ServerProcess[]): Promise<void> {
  await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
}
