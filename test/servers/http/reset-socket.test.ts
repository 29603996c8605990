import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { resetSocket } from '../../../servers/http/reset-socket.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';
import { startRawTarget } from '../../helpers/raw/raw-target.ts';

/** Both ends of a connection. */
async function connection(behave: (socket: Socket) => void) {
  const target = await startRawTarget(behave);
  const client = rawClient(Number(new URL(target.url).port), 'hello');
  return { target, client };
}

describe('resetting a socket', () => {
  it('breaks the connection off', async () => {
    const { target, client } = await connection((socket) => resetSocket(socket));
    await using _target = target;
    expect(await client.ending).toBe('ECONNRESET');
  });

  it('closes it when it is being closed already', async () => {
    const closed = Promise.withResolvers<void>();
    const { target, client } = await connection((socket) => {
      void once(socket, 'close').then(() => closed.resolve());
      socket.end('bye', () => {});
      resetSocket(socket);
    });
    await using _target = target;
    await client.ending;
    await closed.promise;
  });

  it('leaves one alone that is closed', async () => {
    const { target, client } = await connection((socket) => {
      socket.destroy();
      resetSocket(socket);
    });
    await using _target = target;
    await client.ending;
    await expect.poll(() => target.closed).toBe(1);
  });
});
