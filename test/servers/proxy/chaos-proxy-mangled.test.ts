import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';
import { startRawTarget } from '../../helpers/raw/raw-target.ts';

const SEED = 7;
const CONNECTIONS = 1500;
const AT_ONCE = 50;
const PATIENCE_MS = 40;

const REQUESTS = [
  'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'HEAD /a HTTP/1.0\r\n\r\n',
  'POST /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello',
  'PUT /c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n5\r\nhello\r\n0\r\nX: 1\r\n\r\n',
  'PUT /d HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello',
  'GET /e HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nahead',
  'DELETE http://b/f HTTP/1.1\r\nHost: localhost\r\nConnection: close, content-length\r\nContent-Length: 2\r\n\r\nhi',
  'CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
];

const ANSWERS = [
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nTrailer: X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: 1\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.0 200 OK\r\n\r\nuntil the end',
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\ntunnel',
];

const INSERTS = [
  '\r\n',
  '0\r\n\r\n',
  ': ',
  '\0',
  '\xff',
  ' ',
  'Transfer-Encoding: chunked\r\n',
  'Content-Length: 3\r\n',
];

/** A text, some places of which have been cut out or filled with what does not belong there. */
function mangled(texts: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(4),
    insert: fc.constantFrom('', ...INSERTS, ...texts),
  });
  return fc.tuple(fc.constantFrom(...texts), fc.array(edit, { maxLength: 3 })).map(([text, edits]) =>
    edits.reduce((before, { at, cut, insert }) => {
      const place = Math.floor(at * before.length);
      return before.slice(0, place) + insert + before.slice(place + cut);
    }, text),
  );
}

const connection = fc.record({
  requests: fc.array(mangled(REQUESTS), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
  answer: mangled(ANSWERS),
  pause: fc.double({ min: 0, max: 1, noNaN: true }),
  leaves: fc.constantFrom('end', 'destroy', 'resetAndDestroy'),
  hangsUp: fc.boolean(),
});

describe('mangled bytes from clients and from the target', () => {
  it.each([
    ['no faults', []],
    ['faults', ['delay=uniform:0ms..3ms', 'truncate@10%', 'reset@20%,at=headers', 'status=503@10%', 'throttle=5MB/s']],
  ])(
    'neither stop a proxy with %s nor leave anything open in it',
    async (_, faults) => {
      const connections = fc.sample(connection, { seed: SEED, numRuns: CONNECTIONS });
      let next = 0;
      await using target = await startRawTarget((socket) => {
        const { answer, hangsUp } = connections[next % CONNECTIONS]!;
        socket.write(Buffer.from(answer, 'latin1'));
        if (hangsUp) socket.end();
      });
      await using proxy = await startProxy({ target: target.url, faults });
      const ask = async () => {
        while (next < CONNECTIONS) {
          const { requests, pause, leaves } = connections[next++]!;
          const bytes = Buffer.from(requests, 'latin1');
          const pauseAt = Math.floor(pause * bytes.length);
          const { socket, text } = rawClient(proxy.port, bytes.subarray(0, pauseAt));
          // A while for the proxy and the target to act, then the client leaves in its way, or at last for good.
          const leave = () => {
            socket[leaves as 'end']();
            setTimeout(() => socket.destroy(), PATIENCE_MS);
          };
          setImmediate(() => socket.write(bytes.subarray(pauseAt), () => setTimeout(leave, PATIENCE_MS)));
          await text;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, ask));
      expect((await proxy.counts()).requests).toBeGreaterThan(100);
      await expect.poll(async () => (await proxy.counts()).inFlight).toBe(0);
      await proxy.setFaults([]);
      next = connections.findIndex(({ answer, hangsUp }) => answer === ANSWERS[0] && !hangsUp);
      expect(await (await fetch(proxy.url)).text()).toBe('hello');
    },
    120_000,
  );
});
