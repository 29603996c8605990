import { contender, runClient, type ServerProcess, startLocal, startServer } from './pinned.ts';
import type { Measure } from './ratio.ts';

const CONNECTIONS = 64;
const FLAG = '/flags/br/br.gif';
const ITEMS = 20_000;

/** The two sides of a comparison, ready to be measured; `await using` it stops their servers. */
interface Sides extends AsyncDisposable {
  readonly ours: Measure;
  readonly theirs: Measure;
}

/** One line of `make perf`. */
export interface Row {
  readonly name: string;
  /** What is compared with what. */
  readonly what: string;
  /** The ratio that is promised. */
  readonly atLeast: number;
  readonly unit: string;
  readonly sides: () => Promise<Sides>;
}

/** Everything that `make perf` compares. */
export const ROWS: readonly Row[] = [
  {
    name: 'local-bare',
    what: 'LOCAL, recorder on, against a bare node:http server with the same bytes',
    atLeast: 0.9,
    unit: 'answers/s',
    sides: () => serverSides('bare-server'),
  },
  {
    name: 'local-static',
    what: 'LOCAL, recorder on, against express.static',
    atLeast: 3.5,
    unit: 'answers/s',
    sides: () => serverSides('express-static-server'),
  },
  {
    name: 'async-undici',
    what: 'the async client against a bare undici loop',
    atLeast: 0.9,
    unit: 'flags/s',
    sides: () => clientSides('undici-loop'),
  },
  {
    name: 'async-autocannon',
    what: 'the async client against autocannon on one core',
    atLeast: 3,
    unit: 'flags/s',
    sides: () => clientSides('autocannon-load'),
  },
];

async function serverSides(theirs: string): Promise<Sides> {
  const servers = await Promise.all([startLocal(), startServer(contender(theirs))]);
  const load =
    ({ url }: ServerProcess) =>
    async () => {
      const { perSecond } = await runClient<{ perSecond: number }>(
        'raw-load',
        `${url.replace('localhost', '127.0.0.1')}${FLAG}`,
        CONNECTIONS,
      );
      return perSecond;
    };
  return { ours: load(servers[0]), theirs: load(servers[1]), [Symbol.asyncDispose]: () => stopAll(servers) };
}

async function clientSides(theirs: string): Promise<Sides> {
  const server = await startServer(contender('canned-server'));
  const run = (name: string) => async () => {
    const { perSecond } = await runClient<{ perSecond: number }>(name, `${server.url}/flags`, CONNECTIONS, ITEMS);
    return perSecond;
  };
  return { ours: run('async-client'), theirs: run(theirs), [Symbol.asyncDispose]: () => stopAll([server]) };
}

async function stopAll(servers: readonly ServerProcess[]): Promise<void> {
  await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
}
