import { describe, expect, it } from 'vitest';
import { RawConnection } from '../../helpers/raw/raw-connection.ts';
import { withServer } from '../../helpers/with-server.ts';

const PATH = '/flags/br/br.gif';

/** What GET and HEAD and GET again get on one connection from a server that answers everything with a status. */
async function answers(status: number) {
  return withServer({ faults: [`status=${status}`] }, async ({ port }) => {
    using connection = await RawConnection.to(port);
    const get = await connection.ask(`GET ${PATH} HTTP/1.1`);
    const head = await connection.ask(`HEAD ${PATH} HTTP/1.1`);
    const again = await connection.ask(`GET ${PATH} HTTP/1.1`);
    return { get, head, again, unread: connection.unread };
  });
}

describe('an answer with an injected status', () => {
  it.each([
    [200, 'OK'],
    [400, 'Bad Request'],
    [418, "I'm a Teapot"],
    [503, 'Service Unavailable'],
    [599, 'Injected'],
  ])('%d has a JSON body, and for HEAD its length alone', async (status, error) => {
    const { get, head, again } = await answers(status);
    expect([get.status, head.status, again.status]).toEqual([status, status, status]);
    expect(get.headers['content-type']).toBe('application/json');
    expect(JSON.parse(get.body)).toEqual({ status, error, detail: 'This status was injected on purpose.' });
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(again.body).toBe(get.body);
  });

  it.each([204, 205, 304])('%d has no body, and leaves the connection in step', async (status) => {
    const { get, head, again, unread } = await answers(status);
    expect([get.status, head.status, again.status]).toEqual([status, status, status]);
    expect([get.body, head.body, again.body, unread]).toEqual(['', '', '', '']);
    expect(get.headers).not.toHaveProperty('content-type');
    expect(get.headers).not.toHaveProperty('transfer-encoding');
  });
});
