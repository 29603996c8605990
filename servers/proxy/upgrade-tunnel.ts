import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { LateAnswer } from '../faults/answer/late-answer.ts';
import { resetSocket } from '../http/reset-socket.ts';

/** Both ends of an upgraded connection. */
export interface TunnelEnds {
  readonly client: Socket;
  readonly target: Socket;
}

/**
 * Sees to a tunnel between client and target: has what ends one side end the other. To be called before the upgrade's answer
 * is written, which then says what the faults did to it, and has the bytes of the target's headers unchanged.
 */
export function openUpgradeTunnel(
  { client, target }: TunnelEnds,
  upgrade: IncomingMessage,
  response: ServerResponse,
  answer: LateAnswer,
): void {
  for (const name of response.getHeaderNames()) upgrade.headers[name] = String(response.getHeader(name));
  response.statusCode = upgrade.statusCode!;
  // What a header holds beyond ASCII came as Latin-1.
  client.setDefaultEncoding('latin1');
  answer.begin();
  answer.ending = 'sent';
  target.once('error', () => {
    answer.ending = 'reset';
    resetSocket(client);
  });
  client.once('error', () => {
    answer.ending = 'client-gone';
  });
  client.once('close', () => target.destroy());
  target.once('close', () => client.destroySoon());
  // Whoever has ended may still be told something: the pipes between them pass the end on, and nothing else ends the other half.
  target.allowHalfOpen = true;
}

/**
 * Counts what comes back through a tunnel. To be called when the target's socket is piped already: what it sent in one packet
 * with its answer would else go to whoever counts, and to nobody else.
 */
export function countTunnel(target: Socket, answer: LateAnswer): void {
  target.on('data', (chunk: Buffer) => {
    answer.bytes += chunk.length;
  });
}
