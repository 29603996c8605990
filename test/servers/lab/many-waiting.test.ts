import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { getAndClose } from '../../helpers/raw/raw-answer.ts';

const REQUESTS = 10_000;
const CONNECTING_AT_ONCE = 500;
const MOST_MEMORY_BYTES = 350 * 1024 ** 2;

let lab: ChildProcess;
beforeAll(() => {
  const entry = fileURLToPath(new URL('../../helpers/entries/lab-process.ts', import.meta.url));
  lab = fork(entry, ['DELAY', '0.8', 'delay=uniform:4s..5s']);
});
afterAll(() => {
  lab.kill();
});

/** What the lab's process tells next. */
async function told<T>(): Promise<T> {
  const [message] = await once(lab, 'message');
  return message as T;
}

async function connectAll(port: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < REQUESTS) {
    const batch = Array.from({ length: CONNECTING_AT_ONCE }, () => connect(port, '127.0.0.1'));
    await Promise.all(batch.map((socket) => once(socket, 'connect')));
    sockets.push(...batch);
  }
  return sockets;
}

/** Asks for a flag over a connection; the status, and whether the body was whole. */
function answerOver(socket: Socket, cc: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let head = '';
    let bytes = 0;
    socket.on('data', (chunk) => {
      if (bytes === 0) head = chunk.toString('latin1', 0, 400);
      bytes += chunk.length;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const whole = head.indexOf('\r\n\r\n') + 4 + Number(/Content-Length: (\d+)/.exec(head)?.[1]);
      resolve(`${head.slice(0, 12)}${bytes === whole ? '' : ', cut short'}`);
    });
    socket.write(getAndClose(`/flags/${cc}/${cc}.gif`));
  });
}

it('ten thousand requests that wait in DELAY are all answered, in less than 350 MB', { timeout: 60_000 }, async () => {
  const { port } = await told<{ port: number }>();
  const sockets = await connectAll(port);
  const codes = countryCodes().map((code) => code.toLowerCase());
  const answers = sockets.map((socket, i) => answerOver(socket, codes[i % codes.length]!));
  const counted = Object.groupBy(await Promise.all(answers), (answer) => answer);
  expect(Object.entries(counted).map(([answer, those]) => [answer, those!.length])).toEqual([
    ['HTTP/1.1 200', REQUESTS],
  ]);

  lab.send('what did it come to?');
  const { peakInFlight, peakBytes } = await told<{ peakInFlight: number; peakBytes: number }>();
  // All of them, unless the machine is so busy that the first answers leave before the last request has come.
  expect(peakInFlight).toBeGreaterThan(REQUESTS / 2);
  expect(peakBytes).toBeLessThan(MOST_MEMORY_BYTES);
});
