import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { Agent, request } from '../../../servers/http/node-http.ts';

/** So many requests are in flight: both ends of a connection take a file descriptor of this process. */
const IN_FLIGHT = 8;

/**
 * Asks a server for each flag once, so that the first who is measured does not pay for what the server compiles with its first
 * requests. With Node's own client: one of the lab's would have to be loaded first, beside the servers.
 *
 * @param baseUrl where the flags are
 */
export async function warmServer(baseUrl: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  const ask = async (code: string) => {
    const asked = request(`${baseUrl}/${code}/${code}.gif`, { agent, headers: { 'x-lab-run': 'warm-up' } }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    await buffer(answer);
  };
  // What fails here fails where it is measured, too, and is told there.
  await Promise.allSettled(countryCodes().map((code) => ask(code.toLowerCase())));
  agent.destroy();
}
