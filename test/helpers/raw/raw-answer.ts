import { connect } from 'node:net';

/** What came back over a plain TCP connection until it ended. */
export interface RawAnswer {
  readonly text: string;
  /** `end` for a clean close by the server, else the error's code. */
  readonly ending: string;
  /** When the first and the last byte came, in milliseconds after the request was sent; undefined for no byte. */
  readonly firstByteMs: number | undefined;
  readonly lastByteMs: number | undefined;
}

/** Sends bytes to a server as they are and reads all that comes until the connection ends. */
export function rawAnswer(port: number, bytes: string | Uint8Array, host = '127.0.0.1'): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    let text = '';
    let ending = 'end';
    let firstByteMs: number | undefined;
    let lastByteMs: number | undefined;
    const sentAt = performance.now();
    socket.on('data', (chunk) => {
      lastByteMs = performance.now() - sentAt;
      firstByteMs ??= lastByteMs;
      text += chunk.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      ending = error.code ?? error.message;
    });
    socket.on('close', () => resolve({ text, ending, firstByteMs, lastByteMs }));
    socket.write(bytes);
  });
}

/** A GET that asks the server to close the connection after its answer. */
export function getAndClose(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
}
