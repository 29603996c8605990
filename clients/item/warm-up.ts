import { lookup } from 'node:dns/promises';
import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { FlagRequest } from './flag-request.ts';
import { Agent } from './undici-agent.ts';

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n.';

/**
 * Makes a new thread as quick as it will be, without any server noticing: a request has gone over a pair of streams in
 * memory, because undici's parser is compiled with a thread's first response, and a name has been resolved. Otherwise a
 * thread's first request would be measured with all that.
 */
export async function warmUp(): Promise<void> {
  // A machine that does not know the name of itself will be told so by its first request.
  await Promise.all([requestInMemory(), lookup('localhost').catch(() => {})]);
}

async function requestInMemory(): Promise<void> {
  const [ours, theirs] = duplexPair();
  theirs.once('data', () => theirs.write(ANSWER));
  // undici expects no connection to be there at once.
  const agent = new Agent({ connect: (_options, callback) => setImmediate(callback, null, ours as Socket) });
  const wire = { agent, headers: [], request: undefined, timeoutMs: 10_000, nowMs: () => performance.now() };
  const trace = { requests: 0, startedMs: undefined, status: undefined, firstByteMs: undefined, bytes: 0 };
  await new FlagRequest(wire, 'http://warm-up', '/', trace, false).send();
  await agent.destroy();
}
