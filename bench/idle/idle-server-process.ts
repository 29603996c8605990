import { openWorld } from '../../servers/faults/open-world.ts';
import { serveFlags } from '../../servers/flags/serve-flags.ts';
import { answerWebSockets, type SilentWebSockets, WEBSOCKET_PATH } from '../../servers/websocket/silent-websockets.ts';
import { answerParent } from '../experiment/processes/answer-parent.ts';
import { settledMemoryBytes } from './settled-memory.ts';

/** Longer than any measurement: as long as undici keeps a connection at most, in milliseconds. */
const KEEP_ALIVE_MS = 600_000;

/** Where a server answers. */
export interface IdleServerUrls {
  /** Of the server, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Of its WebSockets, such as `ws://127.0.0.1:8000/websocket`. */
  readonly webSocketUrl: string;
}

/** What the process of the server can be asked to do. */
export interface IdleServerCalls {
  /** Starts LOCAL on a free port, with WebSockets beside its flags. */
  start(): Promise<IdleServerUrls>;
  /** How many connections it has, whatever they are. */
  connectionCount(): Promise<number>;
  /** How many of them are WebSockets. */
  webSocketCount(): Promise<number>;
  /** Its memory, as {@link settledMemoryBytes} has it. */
  memoryBytes(): Promise<number>;
}

const LABEL = 'LOCAL';

let webSockets: SilentWebSockets;
let countConnections: () => Promise<number>;

answerParent<IdleServerCalls>({
  async start() {
    const { url } = await serveFlags(openWorld(LABEL, {}), {
      label: LABEL,
      port: 0,
      // One server, so that it is known which of them has the connections.
      host: '127.0.0.1',
      serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS },
      prepare(server) {
        webSockets = answerWebSockets(server);
        countConnections = () =>
          new Promise((resolve, reject) => {
            server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
          });
      },
    });
    return { url, webSocketUrl: `${url.replace(/^http/, 'ws')}${WEBSOCKET_PATH}` };
  },
  connectionCount: () => countConnections(),
  webSocketCount: async () => webSockets.openCount,
  memoryBytes: settledMemoryBytes,
});
