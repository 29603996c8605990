import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFlagsData } from '../../../lib/flags/flags-data.ts';
import { createFlagServer } from '../../../servers/flags/flag-server.ts';
import { type RunningServer, startServer } from '../../../servers/lab/running-server.ts';
import { RawConnection } from '../../helpers/raw/raw-connection.ts';
import { withServer } from '../../helpers/with-server.ts';

const PATH = '/flags/br/br.gif';
const FLAG = readFlagsData('br/br.gif').toString('latin1');

/** An error's body. */
function errorBody(status: number, error: string, detail: unknown = expect.any(String)) {
  return { status, error, detail };
}

describe('LOCAL', () => {
  let local: RunningServer;
  beforeAll(async () => {
    local = await startServer({ label: 'LOCAL', port: 0 });
  });
  afterAll(() => local.close(0));

  /** Asks with bytes that no client library would let through, and reads the answer. */
  async function ask(requestLine: string, headers?: readonly string[]) {
    using connection = await RawConnection.to(local.port);
    return await connection.ask(requestLine, headers);
  }

  async function statusesOf(paths: readonly string[]) {
    using connection = await RawConnection.to(local.port);
    const statuses = [];
    for (const path of paths) statuses.push((await connection.ask(`GET ${path} HTTP/1.1`)).status);
    return statuses;
  }

  it('answers GET with the flag', async () => {
    const { status, headers, body } = await ask(`GET ${PATH} HTTP/1.1`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'image/gif', 'content-length': String(FLAG.length) });
    expect(body).toBe(FLAG);
  });

  it('answers HEAD as GET, without the body', async () => {
    const get = await ask(`GET ${PATH} HTTP/1.1`);
    const head = await ask(`HEAD ${PATH} HTTP/1.1`);
    const withoutDate = ({ date: _, ...headers }: Readonly<Record<string, string>>) => headers;
    expect(head.status).toBe(200);
    expect(withoutDate(head.headers)).toEqual(withoutDate(get.headers));
    expect(head.body).toBe('');
  });

  it('says nothing of faults, because there are none', async () => {
    for (const path of [PATH, '/flags/', '/', '/nothing']) {
      const { headers } = await ask(`GET ${path} HTTP/1.1`);
      expect(headers).not.toHaveProperty('server-timing');
      expect(headers).not.toHaveProperty('x-lab-fault');
      expect(headers).not.toHaveProperty('x-powered-by');
    }
  });

  it.each([
    `${PATH}?size=large`,
    '/flags/%62r/br.gif',
    `http://localhost:8000${PATH}`,
    `http://[::1]:8000${PATH}?size=large`,
  ])('finds the flag at %s too', async (target) => {
    expect(await ask(`GET ${target} HTTP/1.1`)).toMatchObject({ status: 200, body: FLAG });
  });

  it.each([
    '/nothing',
    '/flags/xx/xx.gif',
    '/flags/br',
    '/flags/br/',
    '/flags/br/us.gif',
    '/flags/BR/BR.GIF',
    '/flags/br/br.gif/',
    '//flags/br/br.gif',
    '/__proto__',
    '*',
  ])('answers 404 at %s', async (target) => {
    const { status, headers, body } = await ask(`GET ${target} HTTP/1.1`);
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/json');
    const detail = `There is nothing at ${target}; see /flags/ for what is here.`;
    expect(JSON.parse(body)).toEqual(errorBody(404, 'Not Found', detail));
  });

  it.each([
    '/../package.json',
    '/flags/../package.json',
    '/flags/%2e%2e/package.json',
    '/flags/%2E%2E%2Fpackage.json',
    '/flags/..%2fpackage.json',
    '/flags/..%5cpackage.json',
    '/flags/..\\package.json',
    '/flags/%252e%252e/package.json',
    '/flags/....//package.json',
    '/flags/br/../../../package.json',
    '/flags/country_codes.txt',
    '/flags//etc/passwd',
    '/%2fetc%2fpasswd',
    '/flags/br/br.gif%00.json',
    'http://localhost/../package.json',
    'file:///etc/passwd',
  ])('leads nowhere but to its flags: %s', async (target) => {
    expect((await ask(`GET ${target} HTTP/1.1`)).status).toBe(404);
  });

  it.each(['/%', '/flags/%zz/br.gif', '/flags/%ff', '/flags/br/br.gif%', '/flags/%c3%28'])(
    'answers 400 to the malformed address %s',
    async (target) => {
      const { status, body } = await ask(`GET ${target} HTTP/1.1`);
      expect(status).toBe(400);
      expect(JSON.parse(body)).toEqual(errorBody(400, 'Bad Request'));
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    'answers 405 to %s and says what it allows',
    async (method) => {
      for (const target of [PATH, '/', '/nothing', '*']) {
        const { status, headers, body } = await ask(`${method} ${target} HTTP/1.1`);
        expect(status).toBe(405);
        expect(headers.allow).toBe('GET, HEAD');
        expect(JSON.parse(body)).toEqual(errorBody(405, 'Method Not Allowed'));
      }
    },
  );

  it('answers 414 to an address that is too long to remember, and does not remember it', async () => {
    await local.reset();
    expect(await ask(`GET /${'a'.repeat(2047)} HTTP/1.1`)).toMatchObject({ status: 404 });
    const { status, body } = await ask(`GET /${'b'.repeat(2048)} HTTP/1.1`);
    expect(status).toBe(414);
    expect(JSON.parse(body)).toEqual(errorBody(414, 'URI Too Long'));
    expect(await local.records()).toHaveLength(1);
  });

  it.each(['text/html', '*/*', 'text/html;q=0.5, application/json;q=0.1'])(
    'lists the flags as a page to one who accepts %s',
    async (accept) => {
      const { status, headers, body } = await ask('GET /flags/ HTTP/1.1', [`Accept: ${accept}`]);
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', vary: 'Accept' });
      expect(body.match(/<img /g)).toHaveLength(194);
    },
  );

  it('lists the flags as JSON to one who accepts that, with addresses that exist', async () => {
    const { headers, body } = await ask('GET /flags/ HTTP/1.1', ['Accept: application/json']);
    expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', vary: 'Accept' });
    const countries = JSON.parse(body) as { code: string; country: string; flag: string; metadata: string }[];
    expect(countries).toHaveLength(194);
    expect(countries.find(({ code }) => code === 'BR')).toEqual({
      code: 'BR',
      country: 'Brazil',
      flag: PATH,
      metadata: '/flags/br/metadata.json',
    });
    const statuses = await statusesOf(countries.flatMap(({ flag, metadata }) => [flag, metadata]));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('lists the flags at /flags too', async () => {
    expect((await ask('GET /flags HTTP/1.1', ['Accept: application/json'])).status).toBe(200);
  });

  it('answers 406 to one who accepts neither', async () => {
    const { status, body } = await ask('GET /flags/ HTTP/1.1', ['Accept: image/png']);
    expect(status).toBe(406);
    expect(JSON.parse(body)).toEqual(errorBody(406, 'Not Acceptable'));
  });

  it('has 194 of the 676 flags that could be', async () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const codes = letters.flatMap((first) => letters.map((second) => first + second));
    const statuses = await statusesOf(codes.map((cc) => `/flags/${cc}/${cc}.gif`));
    expect(statuses.filter((status) => status === 200)).toHaveLength(194);
    expect(statuses.filter((status) => status === 404)).toHaveLength(482);
  });
});

describe('a flag server with faults', () => {
  it('has them before every path but /, whatever the query and the form of the target', async () => {
    await withServer({ faults: ['status=503'] }, async ({ port }) => {
      using connection = await RawConnection.to(port);
      for (const target of ['/', '/?a=b', 'http://localhost:8000/', 'http://localhost:8000']) {
        expect(await connection.ask(`GET ${target} HTTP/1.1`)).toMatchObject({ status: 200 });
      }
      for (const target of ['/flags/', PATH, '/nothing', '/%', '//', `http://localhost:8000${PATH}`]) {
        expect(await connection.ask(`GET ${target} HTTP/1.1`)).toMatchObject({ status: 503 });
      }
      expect(await connection.ask(`POST ${PATH} HTTP/1.1`)).toMatchObject({ status: 503 });
    });
  });

  it('has one key for a flag, however its address is written, GET or HEAD', async () => {
    await withServer({}, async (server) => {
      using connection = await RawConnection.to(server.port);
      for (const target of [PATH, `${PATH}?a=b`, `http://localhost:8000${PATH}`, '/flags/%62r/br.gif']) {
        await connection.ask(`GET ${target} HTTP/1.1`);
        await connection.ask(`HEAD ${target} HTTP/1.1`);
      }
      const records = await server.records();
      expect(records.map(({ key }) => key)).toEqual(Array(8).fill(`GET ${PATH}`));
      expect(records.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });
  });

  it('counts the attempts of each X-Lab-Run apart', async () => {
    await withServer({ faults: ['status=503,first=1'] }, async ({ url }) => {
      const ask = async (run: string) => (await fetch(url + PATH, { headers: { 'x-lab-run': run } })).status;
      const statuses = [];
      for (const run of ['a', 'a', 'b', 'a', 'b']) statuses.push(await ask(run));
      expect(statuses).toEqual([503, 200, 503, 200, 200]);
      expect((await fetch(url + PATH)).status).toBe(503);
    });
  });

  it('begins at attempt 1 again after a reset, with empty records', async () => {
    await withServer({ faults: ['status=503,first=1'] }, async (server) => {
      const ask = async () => (await fetch(server.url + PATH)).status;
      expect([await ask(), await ask()]).toEqual([503, 200]);
      await server.reset();
      expect(await server.records()).toEqual([]);
      expect([await ask(), await ask()]).toEqual([503, 200]);
    });
  });

  it('has new faults for the next request, and keeps the old ones when a new one is none', async () => {
    await withServer({}, async (server) => {
      const ask = async () => (await fetch(server.url + PATH)).status;
      expect(await ask()).toBe(200);
      await server.setFaults(['status=503', { fault: 'delay', duration: { distribution: 'fixed', ms: 1 } }]);
      expect(await ask()).toBe(503);
      await expect(server.setFaults(['status=200', 'status=99'])).rejects.toMatchObject({ code: 'LAB_FAULT_SPEC' });
      expect(await ask()).toBe(503);
      expect((await server.faults()).map(({ fault }) => fault)).toEqual(['delay', 'status']);
      await server.setFaults([]);
      expect(await ask()).toBe(200);
    });
  });

  it('stays what it was after 404, 405 and 400: their faults count too', async () => {
    await withServer({ faults: ['delay=1ms'] }, async (server) => {
      using connection = await RawConnection.to(server.port);
      const [notFound, notAllowed, malformed] = [
        await connection.ask('GET /nothing HTTP/1.1'),
        await connection.ask('POST / HTTP/1.1'),
        await connection.ask('GET /% HTTP/1.1'),
      ];
      expect([notFound.status, notAllowed.status, malformed.status]).toEqual([404, 405, 400]);
      expect([notFound, malformed].map(({ headers }) => headers['x-lab-fault'])).toEqual(['delay', 'delay']);
      expect(await server.records()).toMatchObject([
        { key: 'GET /nothing', status: 404, ending: 'sent' },
        { key: 'GET /%', status: 400, ending: 'sent' },
      ]);
    });
  });
});

describe('createFlagServer', () => {
  it.each([
    [{ seed: -1 }, 'Expected `seed` to be a whole number from 0, got -1'],
    [{ seed: 1.5 }, 'Expected `seed` to be a whole number from 0, got 1.5'],
    [{ seed: Number.NaN }, 'Expected `seed` to be a whole number from 0, got NaN'],
    [{ timeScale: -1 }, 'Expected `timeScale` to be a number from 0, got -1'],
    [{ timeScale: Number.NaN }, 'Expected `timeScale` to be a number from 0, got NaN'],
    [{ timeScale: Number.POSITIVE_INFINITY }, 'Expected `timeScale` to be a number from 0, got Infinity'],
  ])('refuses %j', (options, message) => {
    expect(() => createFlagServer(options)).toThrow(new TypeError(message));
  });

  it('refuses a fault that is none', () => {
    expect(() => createFlagServer({ faults: ['delay=uniform:5s..1s'] })).toThrow(/the range runs backwards/);
  });
});
