import { connect, type Socket } from 'node:net';

/** A plain TCP connection to a server, which sees every byte. */
export interface RawClient {
  readonly socket: Socket;
  /** All that came, once the connection has ended. */
  readonly text: Promise<string>;
  /** The code of the error that ended the connection, or `end`. */
  readonly ending: Promise<string>;
  /** Resolves when what came so far holds a text; rejects when the connection ends before. */
  until(part: string): Promise<string>;
}

/** Opens a connection to a port of 127.0.0.1 and sends bytes. */
export function rawClient(port: number, bytes: string | Uint8Array): RawClient {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let ending = 'end';
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    ending = error.code ?? error.message;
  });
  socket.write(bytes);
  return {
    socket,
    text: closed.then(() => text),
    ending: closed.then(() => ending),
    until: (part) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (text.includes(part)) resolve(text);
        };
        look();
        socket.on('data', look);
        void closed.then(() => reject(new Error(`the connection ended after ${JSON.stringify(text)}`)));
      }),
  };
}
