// Whether a lab and a proxy withstand what no client would send: `npm run trials:mutated [connections]`. Connections over all
// their ports send requests that were made wrong from good ones, by a seed, and leave in several ways.
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { generator } from '../../lib/chance/generator.ts';
import { sleep } from '../../lib/concurrency/sleep.ts';
import { mutated, type PortKind } from './hardening/mutations.ts';
import { type ProcessUsage, startServing } from './hardening/serving-process.ts';

const CONNECTIONS = Number(process.argv[2] ?? 1_000_000);
const SEED = 42;
const AT_ONCE = 64;
/** How long a connection waits for an answer before it leaves, in milliseconds. */
const PATIENCE_MS = 30;
/**
 * After each of so many rounds the memory is looked at. In the first third of them everything is done that is done once; what a
 * process holds in the last is held against the second. Of each third the least counts, as each thread may keep a while what
 * it needs no more.
 */
const ROUNDS = 9;
/** How much more a process may hold in the last third. */
const MORE = 1.1;
/** How many tell something of memory: before, a process still loads what it has not needed yet. */
const ENOUGH_FOR_MEMORY = 100_000;
const JUDGES_MEMORY = CONNECTIONS >= ENOUGH_FOR_MEMORY;
/** How long a process has to give back what it needs no more, in milliseconds. */
const REST_MS = JUDGES_MEMORY ? 4000 : 100;

const LABELS = ['LOCAL', 'DELAY', 'ERROR', 'LIMITED', 'MOJIFINDER-TCP', 'MOJIFINDER-WEB', 'NAMES'];
const lab = await startServing(
  'serve',
  ...LABELS,
  ...LABELS.flatMap((label) => ['--port', `${label}=0`]),
  ...['--control-port', '0', '--time-scale', '0.002'],
);
const proxy = await startServing(
  ...['proxy', '--target', `http://127.0.0.1:${lab.ports.get('LOCAL')}`, '--port', '0', '--control-port', '0'],
  ...['--fault', 'reset@5%', '--fault', 'truncate@5%', '--fault', 'throttle=10MB/s'],
);
const KINDS: Readonly<Record<string, PortKind>> = {
  CONTROL: 'control',
  'MOJIFINDER-TCP': 'finder',
  'MOJIFINDER-WEB': 'search',
  NAMES: 'names',
};
const targets = [...lab.ports, ...proxy.ports].map(([label, port]) => ({ port, kind: KINDS[label] ?? 'flags' }));

const next = generator(SEED, 'mutated requests');
const datagrams = createSocket('udp4').on('error', () => {});
const levels: { readonly lab: ProcessUsage; readonly proxy: ProcessUsage }[] = [];
let sent = 0;
let leftInFlight = 0;
for (let round = 1; round <= ROUNDS; round++) {
  const until = Math.ceil((CONNECTIONS * round) / ROUNDS);
  await Promise.all(Array.from({ length: AT_ONCE }, () => sendInTurn(until)));
  leftInFlight = await settled();
  await sleep(REST_MS);
  levels.push({ lab: lab.usage(), proxy: proxy.usage() });
}
const codes = [await lab.stop(), await proxy.stop()];

const complaints = [
  ...codes.flatMap((code) => (code === 0 ? [] : [`a process ended with ${code}`])),
  ...(leftInFlight === 0 ? [] : [`${leftInFlight} requests were left in flight`]),
  ...[lab, proxy].flatMap(({ stderr }) => (stderr() === '' ? [] : [`on stderr: ${stderr().slice(0, 500)}`])),
  ...(['lab', 'proxy'] as const).flatMap((name) => grown(name)),
];
for (const complaint of complaints) console.log(complaint);
console.log(
  `${sent} connections to ${targets.length} ports: ${complaints.length === 0 ? 'withstood' : 'not withstood'}.`,
);
datagrams.close();
process.exitCode = complaints.length === 0 ? 0 : 1;

async function sendInTurn(until: number): Promise<void> {
  while (sent < until) {
    sent += 1;
    const { port, kind } = targets[Math.floor(next() * targets.length)]!;
    const bytes = mutated(kind, next);
    if (kind === 'names' && next() < 0.5) datagrams.send(bytes.subarray(2), port, '127.0.0.1', () => {});
    else await exchange(port, bytes, next());
  }
}

/** Sends the bytes, in two pieces now and then, waits a while for an answer, and leaves in one of three ways. */
function exchange(port: number, bytes: Buffer, chance: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const cut = chance < 0.5 ? bytes.length : Math.floor(bytes.length * chance);
    const leave = () => {
      if (chance < 0.3) socket.end();
      // One that is not there yet cannot be reset: it would wait until it is.
      if (chance < 0.6 || socket.connecting) socket.destroy();
      else socket.resetAndDestroy();
    };
    const timer = setTimeout(leave, PATIENCE_MS);
    socket.on('data', () => timer.hasRef() && leave());
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.write(bytes.subarray(0, cut));
    if (cut < bytes.length) setImmediate(() => socket.write(bytes.subarray(cut)));
  });
}

/** Waits until no request is in flight, for half a minute at most; resolves to how many are all the same. */
async function settled(): Promise<number> {
  let left = await inFlight();
  for (let i = 0; i < 300 && left > 0; i++) {
    await sleep(100);
    left = await inFlight();
  }
  return left;
}

async function inFlight(): Promise<number> {
  const texts = await Promise.all(
    [lab, proxy].map(async ({ ports }) => (await fetch(`http://127.0.0.1:${ports.get('CONTROL')}/metrics`)).text()),
  );
  const counts = texts.join('').matchAll(/^flaglab_requests_in_flight\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

function grown(name: 'lab' | 'proxy'): string[] {
  const memory = levels.map((level) => level[name].residentMb);
  const files = levels.map((level) => level[name].files);
  console.log(`${name}: ${memory.map((mb) => mb.toFixed(0)).join(', ')} MB; ${files.at(-1)} files open`);
  return [
    ...(JUDGES_MEMORY && leastOfThird(3, memory) > leastOfThird(2, memory) * MORE
      ? [`the memory of the ${name} has grown`]
      : []),
    ...(leastOfThird(3, files) > leastOfThird(2, files) + AT_ONCE ? [`files of the ${name} were left open`] : []),
  ];
}

function leastOfThird(third: number, values: readonly number[]): number {
  return Math.min(...values.slice((third - 1) * (ROUNDS / 3), third * (ROUNDS / 3)));
}
