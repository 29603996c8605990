// Asks for one path over keep-alive connections as fast as answers come, or so many times a second as long as the server
// keeps up, and counts answers by their bytes alone: it costs a fraction of what any HTTP server does, so that the server is
// what is measured. Prints {perSecond}.
import { connect, type Socket } from 'node:net';

const [url = '', connections = '64', seconds = '2', pace] = process.argv.slice(2);
const { hostname, port, host, pathname } = new URL(url);
const WARM_UP_SECONDS = 0.5;
const TICK_MS = 1;
const request = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;

let answers = 0;
const answerBytes = await measureAnswer();
/** Those that have nothing to wait for, where a pace is kept. */
const free: Socket[] = [];
const sockets = Array.from({ length: Number(connections) }, ask);
const pacing = pace === undefined ? undefined : keepPace(Number(pace));
// What is made up for later would be more than the pace, were it not counted from the first.
if (pace === undefined) await pause(WARM_UP_SECONDS);
const [before, started] = [answers, performance.now()];
await pause(Number(seconds));
const perSecond = ((answers - before) / (performance.now() - started)) * 1000;
clearInterval(pacing);
for (const socket of sockets) socket.destroy();
console.log(JSON.stringify({ perSecond }));

async function measureAnswer(): Promise<number> {
  const socket = connect(Number(port), hostname);
  const size = Promise.withResolvers<number>();
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const bodyAt = text.indexOf('\r\n\r\n') + 4;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
    if (bodyAt > 3 && text.length >= bodyAt + length) size.resolve(bodyAt + length);
  });
  socket.write(request);
  const bytes = await size.promise;
  socket.destroy();
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(`${url} answered ${text.slice(0, 40)}`);
  return bytes;
}

function ask(): Socket {
  const socket = connect({ port: Number(port), host: hostname, noDelay: true });
  let missing = answerBytes;
  socket.on('data', (chunk) => {
    missing -= chunk.length;
    if (missing > 0) return;
    if (missing < 0) throw new Error('answers differ in length: they cannot be counted by their bytes');
    answers += 1;
    missing = answerBytes;
    next(socket);
  });
  socket.on('error', (error) => {
    throw error;
  });
  next(socket);
  return socket;
}

function next(socket: Socket): void {
  if (pace === undefined) socket.write(request);
  else free.push(socket);
}

/** What is late is sent as soon as a connection is free, so that only a server that is too slow gets less. */
function keepPace(perSecond: number): NodeJS.Timeout {
  const beganMs = performance.now();
  let sent = 0;
  return setInterval(() => {
    const due = Math.floor(((performance.now() - beganMs) / 1000) * perSecond);
    for (; sent < due && free.length > 0; sent++) free.shift()!.write(request);
  }, TICK_MS);
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
