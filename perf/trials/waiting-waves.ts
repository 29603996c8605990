// How much memory a lab holds while it waits, and while thousands of requests wait at DELAY, wave after wave:
// `npm run trials:waiting [requests]`.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { sleep } from '../../lib/concurrency/sleep.ts';
import { startServing } from './hardening/serving-process.ts';

const REQUESTS = Number(process.argv[2] ?? 10_000);
const WAVES = 6;
/** Long enough for all of a wave to be there before the first is answered, in seconds. */
const DELAY_S = 12;
/** So many connections are opened at once, and after each the server has time to take them, in milliseconds. */
const AT_ONCE = 200;
const PAUSE_MS = 10;
/** How long a process has to come to rest, in milliseconds. */
const REST_MS = 4000;
const IDLE_MB = 200;
const WAITING_MB = 350;

const ANY_PORT = ['LOCAL', 'DELAY', 'ERROR', 'LIMITED'].flatMap((label) => ['--port', `${label}=0`]);
const ARGS = ['serve', ...ANY_PORT, '--control-port', '0', '--fault', `DELAY:delay=${DELAY_S}s`];

// The first start after a change takes the types out, and needs more memory for it.
await (await startServing(...ARGS)).stop();
const lab = await startServing(...ARGS);
await sleep(REST_MS);
const idleMb = lab.usage().residentMb;
const waitingMb: number[] = [];
for (let wave = 0; wave < WAVES; wave++) {
  const sockets = await openAll(lab.ports.get('DELAY')!);
  const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
  let answers = 0;
  for (const socket of sockets) socket.on('data', () => answers++);
  let mostMb = 0;
  while (answers === 0) {
    mostMb = Math.max(mostMb, lab.usage().residentMb);
    await sleep(100);
  }
  waitingMb.push(mostMb);
  await closed;
  await sleep(REST_MS);
}
await lab.stop();

const figures = waitingMb.map((mb) => mb.toFixed(0)).join(', ');
console.log(`idle ${idleMb.toFixed(0)} MB; with ${REQUESTS} requests that wait, in ${WAVES} waves: ${figures} MB`);
process.exitCode = idleMb < IDLE_MB && Math.max(...waitingMb) < WAITING_MB ? 0 : 1;

async function openAll(port: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < REQUESTS) {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /flags/br/br.gif HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`);
    sockets.push(socket);
    if (sockets.length % AT_ONCE === 0) await sleep(PAUSE_MS);
  }
  return sockets;
}
