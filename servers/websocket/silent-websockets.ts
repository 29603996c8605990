import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** Where WebSockets are opened. */
export const WEBSOCKET_PATH = '/websocket';

/** No client is expected to say anything, in bytes: what says more is closed. */
const MAX_MESSAGE_BYTES = 1024;

/** The WebSockets of a server. */
export interface SilentWebSockets {
  /** How many are open. */
  readonly openCount: number;
}

/**
 * Has a server answer WebSocket handshakes at {@link WEBSOCKET_PATH}, and say nothing from then on but what the protocol
 * asks for: a pong for a ping, a close for a close. All other requests are answered as before, and a handshake elsewhere
 * with 400.
 */
export function answerWebSockets(server: Server): SilentWebSockets {
  const sockets = new WebSocketServer({ server, path: WEBSOCKET_PATH, maxPayload: MAX_MESSAGE_BYTES });
  // It closes by itself what breaks the protocol; without a listener that would end the process.
  sockets.on('connection', (socket: WebSocket) => socket.on('error', ignore));
  return {
    get openCount() {
      return sockets.clients.size;
    },
  };
}

function ignore(): void {}
