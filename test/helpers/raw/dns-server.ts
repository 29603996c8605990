import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode } from 'dns-packet';

/** What is done with a question: an address is the answer, a number is the code of an answer without one, `mute` is none. */
export type Reaction = string | number | 'mute' | Buffer;

/** NOERROR: without an address, the name has something else. */
export const NO_DATA = 0;
export const SERVFAIL = 2;
export const NXDOMAIN = 3;
export const NOTIMP = 4;
export const REFUSED = 5;

/** A resolver that is no server of the lab: it does with each question what a test says. */
export interface DnsServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  readonly port: number;
  /** The name of each question that came, in order. */
  readonly asked: readonly string[];
}

/**
 * Starts one on a free port of 127.0.0.1.
 *
 * @param react is told the name, and how often it was asked for, this time included
 */
export async function startDnsServer(
  react: (name: string, attempt: number) => Reaction | Promise<Reaction>,
): Promise<DnsServer> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4_000_000 });
  const asked: string[] = [];
  let isOpen = true;
  socket.on('message', async (message, { port, address }) => {
    const { id, questions = [] } = decode(message);
    const { name } = questions[0]!;
    asked.push(name);
    const reaction = await react(name, asked.filter((other) => other === name).length);
    if (reaction === 'mute' || !isOpen) return;
    const flags = typeof reaction === 'number' ? reaction : 0;
    const answers = typeof reaction === 'string' ? [{ type: 'A' as const, name, ttl: 0, data: reaction }] : [];
    const answer = Buffer.isBuffer(reaction)
      ? reaction
      : encode({ type: 'response', ...(id !== undefined && { id }), flags, questions, answers });
    socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return {
    address: `127.0.0.1:${port}`,
    port,
    asked,
    async [Symbol.asyncDispose]() {
      isOpen = false;
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
