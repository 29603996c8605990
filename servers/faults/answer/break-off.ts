import type { ServerResponse } from 'node:http';
import { resetSocket } from '../../http/reset-socket.ts';
import type { LateAnswer } from './late-answer.ts';

/**
 * Ends the client's connection so that it cannot take what it has got of an answer for the whole.
 *
 * @param hasLength whether the answer says how long it is
 */
export function breakOff(response: ServerResponse, late: LateAnswer, hasLength: boolean): void {
  const { socket } = response.req;
  if (response.writableFinished || socket.destroyed) return;
  late.ending = 'reset';
  // Where the end of the connection is the end of the body, only a reset tells that it is not the end.
  if (response.chunkedEncoding || hasLength) socket.destroySoon();
  else resetSocket(socket);
}
