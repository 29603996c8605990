import { describe, expect, it } from 'vitest';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { startServer } from '../../../servers/lab/running-server.ts';
import { RawConnection, requestText } from '../../helpers/raw/raw-connection.ts';

const PATH = '/flags/br/br.gif';
const GET = requestText(`GET ${PATH} HTTP/1.1`);

/** Longer than a test may take: a stop that waits for its time to be up fails. */
const LONG_MS = 60_000;

/** A server that holds each answer back, with connections that all wait for one. */
async function waiting(delay: string, connections: number) {
  const server = await startServer({ label: 'DELAY', port: 0, profile: parseProfile([`delay=${delay}`]) });
  const clients = await Promise.all(Array.from({ length: connections }, () => RawConnection.to(server.port)));
  for (const client of clients) client.send(GET);
  await expect.poll(async () => (await server.records()).length).toBe(connections);
  return { server, clients };
}

describe('a graceful stop', () => {
  it('lets what is in flight end, and is over when that has, kept connections or not', async () => {
    const { server, clients } = await waiting('300ms', 5);
    const closing = server.close(LONG_MS);
    for (const client of clients) expect((await client.next()).status).toBe(200);
    await closing;
    for (const client of clients) await client.end();
    expect((await server.records()).map(({ ending }) => ending)).toEqual(Array(5).fill('sent'));
  });

  it('lets every pipelined request end', async () => {
    const { server, clients } = await waiting('100ms', 1);
    clients[0]!.send(GET + GET);
    await expect.poll(async () => (await server.records()).length).toBe(3);
    const closing = server.close(LONG_MS);
    for (let i = 0; i < 3; i++) expect((await clients[0]!.next()).status).toBe(200);
    await closing;
  });

  it('takes no new connection', async () => {
    const { server, clients } = await waiting('300ms', 1);
    const closing = server.close(LONG_MS);
    for (const host of ['127.0.0.1', '::1']) {
      await expect(RawConnection.to(server.port, host)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
    expect((await clients[0]!.next()).status).toBe(200);
    await closing;
  });

  it('answers what still comes on a connection as the last of it', async () => {
    const { server, clients } = await waiting('300ms', 1);
    const closing = server.close(LONG_MS);
    clients[0]!.send(GET);
    await clients[0]!.next();
    expect((await clients[0]!.next()).headers.connection).toBe('close');
    await closing;
  });

  it('does not wait for connections that ask for nothing', async () => {
    const server = await startServer({ label: 'LOCAL', port: 0 });
    using silent = await RawConnection.to(server.port);
    using idle = await RawConnection.to(server.port);
    await idle.ask(`GET ${PATH} HTTP/1.1`);
    await server.close(LONG_MS);
    await Promise.all([silent.end(), idle.end()]);
  });

  it('breaks off what has not ended when its time is up', async () => {
    const { server, clients } = await waiting('1h', 3);
    await server.close(50);
    for (const client of clients) await client.end();
    const endings = async () => (await server.records()).map(({ ending, status }) => [ending, status]);
    await expect.poll(endings).toEqual(Array(3).fill(['client-gone', undefined]));
  });

  it('can be hurried by a second one', async () => {
    const { server } = await waiting('1h', 1);
    const closing = server.close(Number.POSITIVE_INFINITY);
    await server.close(0);
    await closing;
  });

  it('may be asked for twice', async () => {
    const server = await startServer({ label: 'LOCAL', port: 0 });
    await Promise.all([server.close(), server.close()]);
    await server.close(LONG_MS);
  });
});
