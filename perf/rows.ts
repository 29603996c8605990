import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCharacterNames } from '../lib/unicode/character-names.ts';
import { benchCell } from './bench-cell.ts';
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
import type { Bar } from './verdict.ts';

const CONNECTIONS = 64;
const FLAG = '/flags/br/br.gif';
const ITEMS = 60_000;

/** All that there are. */
const FLAGS = 194;

/** What `tune` finds for LIMITED, and none is refused. */
const TUNED_M = 12;

/** So many are enough for threads to be worth their while, if they ever are. */
const MANY = 50 * FLAGS;
const IN_FLIGHT = 20;

/** Who searches beside the one whose waits are measured. */
const BESIDE = 10;

type StrategyAndM = readonly [name: string, m: number];

/** The two sides of a comparison, ready to be measured; `await using` it stops their servers. */
interface Sides extends AsyncDisposable {
  readonly ours: Measure;
  readonly theirs: Measure;
}

/** One row of `make perf` whose bar is a ratio. */
export interface Row extends Bar {
  readonly name: string;
  /** What is compared with what. */
  readonly what: string;
  readonly unit: string;
  /** Of the computers that the bar is meant for; default: any will do. */
  readonly minCores?: number;
  readonly sides: () => Promise<Sides>;
}

/** Everything that `make perf` compares. */
export const ROWS: readonly Row[] = [
  {
    name: 'local-bare',
    what: 'LOCAL, recorder on, against a bare node:http server with the same bytes',
    ...atLeast(0.9),
    unit: 'answers/s',
    sides: () => serverSides('bare-server'),
  },
  {
    name: 'local-static',
    what: 'LOCAL, recorder on, against express.static',
    ...atLeast(3.5),
    unit: 'answers/s',
    sides: () => serverSides('express-static-server'),
  },
  {
    name: 'async-undici',
    what: 'the async client against a bare undici loop',
    ...atLeast(0.9),
    unit: 'flags/s',
    sides: () => clientSides('undici-loop'),
  },
  {
    name: 'async-autocannon',
    what: 'the async client against autocannon on one core',
    ...atLeast(3),
    unit: 'flags/s',
    sides: () => clientSides('autocannon-load'),
  },
  {
    name: 'workers-sequential',
    what: 'workers, one thread for each core, against sequential, 9,700 flags from LOCAL, all on any core',
    ...atLeast(1),
    unit: 'flags/s',
    sides: () => strategySides(['workers', availableParallelism()], ['sequential', 1]),
  },
  {
    name: 'hybrid-async',
    what: 'hybrid against async, 20 in flight, 9,700 flags from LOCAL, all on any core',
    ...atLeast(1),
    unit: 'flags/s',
    minCores: 3, // One for each of two threads, and one for the server.
    sides: () => strategySides(['hybrid', IN_FLIGHT], ['async', IN_FLIGHT]),
  },
  {
    name: 'proxy-bare',
    what: 'the chaos proxy without faults against a bare http-proxy, the same server behind',
    ...atLeast(0.9),
    unit: 'answers/s',
    sides: proxySides,
  },
  {
    name: 'bench-cost',
    what: "the bench's async cell on LOCAL against a bare undici loop with the same flags",
    ...atLeast(0.85),
    unit: 'flags/s',
    sides: benchSides,
  },
  {
    name: 'adaptive-delay',
    what: 'adaptive, which begins with one request, against async with all flags in flight on DELAY',
    ...atLeast(0.9),
    unit: 'flags/s',
    sides: () => adaptiveSides('DELAY', FLAGS),
  },
  {
    name: 'adaptive-limited',
    what: 'adaptive against async with a tuned m on LIMITED',
    ...atLeast(0.9),
    unit: 'flags/s',
    sides: () => adaptiveSides('LIMITED', TUNED_M),
  },
  {
    name: 'mojifinder-index',
    what: 'the index of characters against a straight Python build of the same names, loaded before, on any core: 1.43 x is 0.7 of its time',
    ...atLeast(1.43),
    unit: 'names/s',
    sides: indexSides,
  },
  {
    name: 'mojifinder-beside',
    what: 'p99 waits a second for "cat face" beside ten clients who page through "cjk", against alone: 0.33 x is 3 times the wait',
    ...atLeast(0.33),
    unit: 'waits/s',
    sides: () => finderSides(startFinder, BESIDE, 0),
  },
  {
    name: 'mojifinder-unpaged',
    what: 'the same, against a finder that gives each of the ten all of "cjk" in one answer',
    ...atLeast(1),
    unit: 'waits/s',
    sides: () => finderSides(() => startServer(contender('unpaged-finder')), BESIDE, BESIDE),
  },
];

function atLeast(bound: number): Bar {
  return { bound, side: 'at least' };
}

async function serverSides(theirs: string): Promise<Sides> {
  const servers = await Promise.all([startLocal(), startServer(contender(theirs))]);
  return { ours: load(servers[0]), theirs: load(servers[1]), [Symbol.asyncDispose]: () => stopAll(servers) };
}

async function proxySides(): Promise<Sides> {
  const target = await startServerOn(CLIENT_CORE, contender('canned-server'));
  const proxies = await Promise.all([startProxy(target.url), startServer(contender('bare-http-proxy'), target.url)]);
  const stop = () => stopAll([...proxies, target]);
  return { ours: load(proxies[0]), theirs: load(proxies[1]), [Symbol.asyncDispose]: stop };
}

function load({ url }: ServerProcess): Measure {
  const address = `${url.replace('localhost', '127.0.0.1')}${FLAG}`;
  return async () => (await runClient<{ perSecond: number }>('raw-load', address, CONNECTIONS)).perSecond;
}

/** Threads need the cores that there are: the clients are not held on one. */
async function strategySides(ours: StrategyAndM, theirs: StrategyAndM): Promise<Sides> {
  const server = await startLocal();
  const run =
    ([name, m]: StrategyAndM) =>
    async () =>
      (await runOnAnyCore<{ perSecond: number }>('strategy-client', name, `${server.url}/flags`, m, MANY)).perSecond;
  return { ours: run(ours), theirs: run(theirs), [Symbol.asyncDispose]: () => stopAll([server]) };
}

async function clientSides(theirs: string): Promise<Sides> {
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
async function benchSides(): Promise<Sides> {
  const server = await startServer(contender('bare-server'));
  return {
    ours: async () => (await benchCell('async', '-s', 'LOCAL', '-a', '-m', String(FLAGS))).goodputPerSecond,
    theirs: async () =>
      (await runClient<{ perSecond: number }>('undici-loop', `${server.url}/flags`, FLAGS, FLAGS, FLAGS)).perSecond,
    [Symbol.asyncDispose]: () => stopAll([server]),
  };
}

/** In both cells as long as half of the real time, so that the machine's own time is a small part. */
async function adaptiveSides(label: string, m: number): Promise<Sides> {
  const cell = (client: string, most: number) => async () =>
    (await benchCell(client, '-s', label, '-a', '-m', String(most), '--time-scale', '0.5')).goodputPerSecond;
  return { ours: cell('adaptive', FLAGS), theirs: cell('async', m), [Symbol.asyncDispose]: async () => {} };
}

/** Both index the same names, which are loaded before. */
async function indexSides(): Promise<Sides> {
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
async function finderSides(
  startTheirs: () => Promise<ServerProcess>,
  besideOurs: number,
  besideTheirs: number,
): Promise<Sides> {
  const servers = await Promise.all([startFinder(), startTheirs()]);
  const waits =
    ({ url }: ServerProcess, beside: number): Measure =>
    async () =>
      (await runClient<{ perSecond: number }>('finder-load', url.replace('localhost', '127.0.0.1'), beside)).perSecond;
  return {
    ours: waits(servers[0]!, besideOurs),
    theirs: waits(servers[1]!, besideTheirs),
    [Symbol.asyncDispose]: () => stopAll(servers),
  };
}

async function stopAll(servers: readonly ServerProcess[]): Promise<void> {
  await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
}
