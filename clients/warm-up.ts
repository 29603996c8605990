import { lookup } from 'node:dns/promises';
import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { FlagRequest } from './flag-request.ts';
import type { ResolvedDownload } from './resolve-download.ts';
import { Agent } from './undici-agent.ts';

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';

/**
 * Makes a new thread as quick as it will be, without any server noticing: undici's parser, which is compiled with a
 * thread's first response, and the code around it have run once, over a pair of streams in memory, and names are resolved.
 * Otherwise a thread's first request would be measured with all that.
 */
export async function warmUp({ baseUrl }: ResolvedDownload): Promise<void> {
  // A name that cannot be resolved is the first request's to report.
  await Promise.all([requestInMemory(), lookup(new URL(baseUrl).hostname).catch(() => {})]);
}

async function requestInMemory(): Promise<void> {
  const [ours, theirs] = duplexPair();
  theirs.once('data', () => theirs.write(ANSWER));
  // undici expects no connection to be there at once.
  const agent = new Agent({ connect: (_options, callback) => setImmediate(callback, null, ours as Socket) });
  const wire = { agent, headers: [], timeoutMs: 10_000, nowMs: () => performance.now() };
  const trace = { requests: 0, startedMs: undefined, status: undefined, firstByteMs: undefined, bytes: 0 };
  await new FlagRequest(wire, 'http://warm-up', '/', trace, false).send();
  await agent.destroy();
}
