import { availableParallelism } from 'node:os';
import { agentsSides } from './agents-sides.ts';
import { LOAD_CLIENT } from './load-generator.ts';
import { noChromium, PAGE_OPEN, pageSides } from './page-open.ts';
import { contender, startFinder, startServer } from './pinned.ts';
import {
  adaptiveSides,
  benchSides,
  clientSides,
  download,
  FLAGS,
  finderSides,
  indexSides,
  load,
  proxySides,
  type Sides,
  serverSides,
  strategySides,
} from './sides.ts';
import type { Bar } from './verdict.ts';

/** What `tune` finds for LIMITED, and none is refused. */
const TUNED_M = 12;

const IN_FLIGHT = 20;

/** Who searches beside the one whose waits are measured. */
const BESIDE = 10;

/** A server started anew is up to a sixth faster or slower than before here: a bar of 5 % needs many of them. */
const MANY_ROUNDS = 24;

/** One row of `make perf` whose bar is a ratio. */
export interface Row extends Bar {
  readonly name: string;
  /** What is compared with what. */
  readonly what: string;
  readonly unit: string;
  /** Of the computers that the bar is meant for; default: any will do. */
  readonly minCores?: number;
  /** How many rounds its interval needs to be worth something; even. Default: ROUNDS. */
  readonly rounds?: number;
  /** Why it cannot be measured on this computer, in a few words; undefined, and absent, where it can. */
  readonly missing?: () => string | undefined;
  readonly sides: () => Promise<Sides>;
}

/** Everything that `make perf` compares. */
export const ROWS: readonly Row[] = [
  {
    name: 'local-bare',
    what: `LOCAL, recorder on, against a bare node:http server with the same bytes, asked by ${LOAD_CLIENT}`,
    ...atLeast(0.95),
    unit: 'answers/s',
    rounds: MANY_ROUNDS,
    sides: () => serverSides('bare-server'),
  },
  {
    name: 'local-static',
    what: `LOCAL, recorder on, against express.static, asked by ${LOAD_CLIENT}`,
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
    what: `the chaos proxy without faults against a bare http-proxy, the same server behind, asked by ${LOAD_CLIENT}`,
    ...atLeast(0.95),
    unit: 'answers/s',
    sides: () => proxySides('canned-server', load),
  },
  {
    name: 'proxy-large',
    what: 'what a second of CPU passes of 1 GB down, the chaos proxy without faults against a bare http-proxy: 0.87 x is 1.15 times the CPU',
    ...atLeast(0.87),
    unit: 'MB/s of CPU',
    sides: () => proxySides('large-server', download),
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
    name: 'agents-child',
    what: 'two agents on this machine against one process, DELAY, 100 in flight: 0.95 x is 1.05 times the time',
    ...atLeast(0.952),
    unit: 'flags/s',
    sides: agentsSides,
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
  {
    name: 'page-open',
    what: `${PAGE_OPEN}, in a Chromium on the clients' cores, against LOCAL without it`,
    ...atLeast(0.95),
    unit: 'answers/s',
    missing: noChromium,
    sides: pageSides,
  },
];

function atLeast(bound: number): Bar {
  return { bound, side: 'at least' };
}
