import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { buildConnector as BuildConnector } from 'undici';
import { allowContinue } from './allow-continue.ts';
import { rememberLookups } from './remember-lookups.ts';

/** As the agent, without the whole of undici. It returns the socket, which its types leave out. */
const buildConnector: (options: BuildConnector.BuildOptions) => (...given: Given) => Socket = createRequire(
  import.meta.url,
)('undici/lib/core/connect.js');

type Given = Parameters<BuildConnector.connector>;

/**
 * Opens the connections of one download. It can let go of those that are still being opened: an agent that is destroyed
 * does not, and an AbortSignal would take a quarter of the time that opening one takes.
 */
export class Connector {
  readonly #connecting = new Set<Socket>();
  readonly #connect: (...given: Given) => Socket;

  /** @param timeoutMs how long a connection may take to open */
  constructor(timeoutMs: number) {
    // One request per connection is what makes m connections of m slots, so no HTTP/2.
    this.#connect = buildConnector({ allowH2: false, timeout: Math.ceil(timeoutMs), lookup: rememberLookups() });
  }

  /** Given to the agent as its `connect`. */
  readonly connect: BuildConnector.connector = (options, callback) => {
    const socket = this.#connect(options, (...opened) => {
      this.#connecting.delete(socket);
      callback(...opened);
    });
    allowContinue(socket);
    this.#connecting.add(socket);
  };

  /** Lets go of all that are still being opened: whoever waits for one gets the error. */
  destroy(error: Error): void {
    for (const socket of this.#connecting) socket.destroy(error);
  }
}
