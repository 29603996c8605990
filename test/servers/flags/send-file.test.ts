import { describe, expect, it } from 'vitest';
import { RawConnection } from '../../helpers/raw/raw-connection.ts';
import { withServer } from '../../helpers/with-server.ts';

const PATH = '/flags/br/br.gif';

/** The statuses and bodies' lengths for values of If-None-Match, in which TAG stands for the flag's own tag. */
async function conditional(values: readonly string[], method = 'GET', faults: readonly string[] = []) {
  return withServer({ faults }, async (server) => {
    using connection = await RawConnection.to(server.port);
    const { etag } = (await connection.ask(`HEAD ${PATH} HTTP/1.1`)).headers;
    const answers = [];
    for (const value of values) {
      answers.push(
        await connection.ask(`${method} ${PATH} HTTP/1.1`, [`If-None-Match: ${value.replace('TAG', etag!)}`]),
      );
    }
    return { answers, etag, records: await server.records() };
  });
}

describe('If-None-Match', () => {
  it.each(['TAG', 'W/TAG', '*', '"other", TAG', 'W/"other",W/TAG , "third"'])(
    'that names the flag, as in %s, is answered 304 without a body',
    async (value) => {
      const { answers, etag, records } = await conditional([value]);
      expect(answers).toMatchObject([{ status: 304, headers: { etag }, body: '' }]);
      expect(records[1]).toMatchObject({ status: 304, bytes: 0, ending: 'sent' });
    },
  );

  it.each(['"other"', 'W/"other"', '""', 'TAGx'.replace('TAG', '"abc"'), 'unquoted'])(
    'that names something else, as in %s, is answered 200 with the flag',
    async (value) => {
      const { answers } = await conditional([value]);
      expect(answers[0]!.status).toBe(200);
      expect(answers[0]!.body).toHaveLength(Number(answers[0]!.headers['content-length']));
    },
  );

  it('leaves the connection in step', async () => {
    const { answers } = await conditional(['TAG', '"other"', 'TAG', '*']);
    expect(answers.map(({ status }) => status)).toEqual([304, 200, 304, 304]);
  });

  it('counts for HEAD too', async () => {
    const { answers } = await conditional(['TAG'], 'HEAD');
    expect(answers[0]!.status).toBe(304);
  });

  it('saves no delay, which the answer confesses', async () => {
    const { answers } = await conditional(['TAG'], 'GET', ['delay=20ms']);
    expect(answers).toMatchObject([
      { status: 304, headers: { 'server-timing': 'fault;dur=20', 'x-lab-fault': 'delay' }, body: '' },
    ]);
  });
});

it('records the bytes of the body that were sent: all of them for GET, none for HEAD', async () => {
  await withServer({}, async (server) => {
    using connection = await RawConnection.to(server.port);
    const { body } = await connection.ask(`GET ${PATH} HTTP/1.1`);
    await connection.ask(`HEAD ${PATH} HTTP/1.1`);
    await connection.ask(`GET ${PATH}?query HTTP/1.1`);
    await connection.ask(`HEAD ${PATH}?query HTTP/1.1`);
    const bytes = async () => (await server.records()).map((record) => record.bytes);
    await expect.poll(bytes).toEqual([body.length, 0, body.length, 0]);
  });
});
