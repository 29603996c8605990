import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { readFlagsData } from '../../../lib/flags/flags-data.ts';
import { fate } from '../../../servers/faults/decide-fate.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { type Answer, startServer } from '../../helpers/raw/http-server.ts';
import { getAndClose, rawAnswer } from '../../helpers/raw/raw-answer.ts';

const CODES = countryCodes().map((code) => code.toLowerCase());
const pathOf = (code: string) => `/flags/${code}/${code}.gif`;

/** Sends a body and reads the answer. */
async function post(url: string, body: string, agent?: Agent) {
  const request = httpRequest(url, { method: 'POST', ...(agent && { agent }) }).end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

const mirror: Answer = async (request, response) => response.end(await text(request));

describe('a proxy with reset@20%,at=body before LOCAL', () => {
  it('breaks off the planned keys, amid their bodies, and only them', async () => {
    await using lab = await startLab({ LOCAL: {} });
    await using proxy = await startProxy({ target: lab.url('LOCAL'), faults: ['reset@20%,at=body'] });
    const profile = parseProfile(['reset@20%,at=body']);
    const isPlanned = (code: string) =>
      fate(profile, { seed: 42, label: 'PROXY', key: `GET ${pathOf(code)}`, attempt: 1 }).resetAt === 'body';
    const planned = CODES.filter(isPlanned);
    expect(planned.length).toBeGreaterThan(20);
    expect(planned.length).toBeLessThan(60);
    for (const code of CODES) {
      const { text, ending } = await rawAnswer(proxy.port, getAndClose(pathOf(code)));
      const flag = readFlagsData(`${code}/${code}.gif`);
      const body = Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1');
      // What curl calls (56) or (18) against what it is content with.
      if (isPlanned(code))
        expect({ code, ending, whole: body.equals(flag) }).toEqual({ code, ending: 'ECONNRESET', whole: false });
      else expect({ code, ending, whole: body.equals(flag) }).toEqual({ code, ending: 'end', whole: true });
    }
    const broken = (await proxy.records()).filter(({ ending }) => ending === 'reset').map(({ key }) => key);
    expect(broken).toEqual(planned.map((code) => `GET ${pathOf(code)}`));
  }, 60_000);
});

describe('the fates of a proxy', () => {
  it.each([
    'delay=uniform:1ms..20ms',
    'status=418@40%',
    'reset@40%,at=connect',
    'reset@40%,at=headers',
    'truncate@40%',
    'garbage@40%',
    'slow-headers=20ms',
    'throttle=1MB/s',
  ])('are those of a flag server with the same label and seed: %s', async (fault) => {
    await using lab = await startLab({ LOCAL: {}, PROXY: { faults: [fault] } }, { seed: 7 });
    await using proxy = await startProxy({ target: lab.url('LOCAL'), faults: [fault], seed: 7 });
    const ask = ({ port }: { port: number }) =>
      Promise.all(CODES.slice(0, 20).map((code) => rawAnswer(port, getAndClose(pathOf(code)))));
    const answers = [await ask(lab.server('PROXY')), await ask(proxy)];
    const [ofServer, ofProxy] = answers.map((all) => all.map(({ ending }) => ending));
    expect(ofProxy).toEqual(ofServer);
    const records = [await lab.records('PROXY'), await proxy.records()].map((all) =>
      all
        .map(({ key, attempt, status, ending, bytes, injectedMs, faults }) => ({
          key,
          attempt,
          status,
          ending,
          bytes,
          injectedMs,
          faults,
        }))
        .sort((a, b) => a.key.localeCompare(b.key)),
    );
    expect(records[1]).toEqual(records[0]);
  });

  it('count attempts by key, HEAD with GET, and apart for each X-Lab-Run', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin, faults: ['status=503,first=2'] });
    const ask = async (method: string, run: string) =>
      (await fetch(`${proxy.url}/x?${Math.PI}`, { method, headers: { 'X-Lab-Run': run } })).status;
    expect([await ask('GET', 'a'), await ask('HEAD', 'a'), await ask('GET', 'a')]).toEqual([503, 503, 200]);
    expect([await ask('GET', 'b'), await ask('POST', 'a')]).toEqual([503, 503]);
    await proxy.reset();
    expect(await ask('GET', 'a')).toBe(503);
  });

  it('count attempts apart for each run in the path, if asked to, and keep its name from the target', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin, faults: ['status=503,first=1'], runsByPath: true });
    const ask = async (path: string) => (await fetch(proxy.url + path)).status;
    expect([await ask('/run/red/x?a=b'), await ask('/run/red/x?a=b'), await ask('/run/blue/x')]).toEqual([
      503, 200, 503,
    ]);
    expect(target.requests.map(({ path }) => path)).toEqual(['/x?a=b']);
    expect((await proxy.records({ run: 'red' })).map(({ key }) => key)).toEqual(['GET /x', 'GET /x']);
    expect([await ask('/run/r%20d/x'), await ask('/run//x')]).toEqual([400, 400]);
  });

  it('leave /run/ in a path to the target unless asked', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin });
    await fetch(`${proxy.url}/run/red/x`);
    expect(target.requests.map(({ path }) => path)).toEqual(['/run/red/x']);
    expect(await proxy.records()).toMatchObject([{ run: undefined, key: 'GET /run/red/x' }]);
  });

  it('change with setFaults, for the next request', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin });
    expect((await fetch(proxy.url)).status).toBe(200);
    await proxy.setFaults(['status=429,retry-after=3s']);
    const { status, headers } = await fetch(proxy.url);
    expect([status, headers.get('retry-after'), headers.get('x-lab-fault')]).toEqual([429, '3', 'status']);
    await expect(proxy.setFaults(['statsu=1'])).rejects.toMatchObject({ code: 'LAB_FAULT_SPEC' });
    expect((await fetch(proxy.url)).status).toBe(429);
  });

  it('change by a schedule', async () => {
    await using target = await startServer();
    const schedule = [{ atMs: 2000, profile: parseProfile(['status=503']) }];
    await using proxy = await startProxy({ target: target.origin, schedule });
    expect((await fetch(proxy.url)).status).toBe(200);
    await expect.poll(async () => (await fetch(proxy.url)).status).toBe(503);
    await proxy.reset();
    expect((await fetch(proxy.url)).status).toBe(200);
  });
});

describe('a status', () => {
  it('keeps the request from the target, and the connection stays good although its body was not read', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin, faults: ['status=503@100%,first=2'] });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await post(proxy.url, 'x'.repeat(1_000_000), agent)).status);
    agent.destroy();
    expect(statuses).toEqual([503, 503, 200]);
    expect(target.requests).toHaveLength(1);
    expect(new Set((await proxy.records()).map(({ connection }) => connection)).size).toBe(1);
  });
});

describe('a delay', () => {
  it('holds the request back, body and all, and says so beside what the target says', async () => {
    const slow: Answer = async (request, response) => {
      response.setHeader('Server-Timing', 'db;dur=53').end(await text(request));
    };
    await using target = await startServer(() => slow);
    await using proxy = await startProxy({ target: target.origin, faults: ['delay=fixed:150ms'] });
    const before = performance.now();
    const body = 'x'.repeat(1_000_000);
    const answer = await post(proxy.url, body);
    expect(answer.text).toBe(body);
    expect(target.requests[0]!.arrivedMs - before).toBeGreaterThanOrEqual(150);
    expect(answer.headers['server-timing']).toBe('fault;dur=150, db;dur=53');
    expect(answer.headers['x-lab-fault']).toBe('delay');
    expect(await proxy.records()).toMatchObject([{ injectedMs: 150, bytes: body.length, faults: ['delay'] }]);
  });

  it('does not mix up requests that overtake each other', async () => {
    await using target = await startServer(() => mirror);
    await using proxy = await startProxy({ target: target.origin, faults: ['delay=uniform:1ms..100ms'] });
    const bodies = Array.from({ length: 50 }, (_, i) => `body ${i}`);
    const answers = await Promise.all(bodies.map((body, i) => post(`${proxy.url}/${i}`, body)));
    expect(answers.map((answer) => answer.text)).toEqual(bodies);
  });
});

describe('a limit', () => {
  it('of capacity sheds what does not fit, before the target', async () => {
    await using target = await startServer();
    const faults = ['capacity=1,service=fixed:100ms,queue=1,shed=503'];
    await using proxy = await startProxy({ target: target.origin, faults });
    const answers = await Promise.all([1, 2, 3, 4].map((i) => fetch(`${proxy.url}/${i}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503, 503]);
    expect(target.requests).toHaveLength(2);
    expect(await proxy.verdict()).toMatchObject({ requests: 4, shed: 2 });
  });
});

describe('a record', () => {
  it('says when the answer of the target began and how much came', async () => {
    const late: Answer = (_request, response) => void setTimeout(() => response.end('x'.repeat(1234)), 100);
    await using target = await startServer(() => late);
    await using proxy = await startProxy({ target: target.origin, label: 'SHOP' });
    await (await fetch(`${proxy.url}/a?b=c`)).text();
    await expect.poll(() => proxy.records()).toMatchObject([{ ending: 'sent' }]);
    const [record] = await proxy.records();
    expect(record).toMatchObject({ label: 'SHOP', key: 'GET /a', attempt: 1, status: 200, bytes: 1234, faults: [] });
    expect(record!.firstByteMs! - record!.arrivedMs).toBeGreaterThanOrEqual(99);
    expect(record!.endedMs).toBeGreaterThanOrEqual(record!.firstByteMs!);
  });

  it('is told when the request has ended', async () => {
    const told: unknown[] = [];
    await using target = await startServer();
    await using proxy = await startProxy({
      target: target.origin,
      onRequest: ({ key, status }) => told.push([key, status]),
    });
    await (await fetch(`${proxy.url}/a`)).arrayBuffer();
    await expect.poll(() => told).toEqual([['GET /a', 200]]);
  });

  it('keeps a key of at most 2 KB, however long the path', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin });
    expect((await fetch(`${proxy.url}/${'x'.repeat(8000)}`)).status).toBe(200);
    expect(target.requests[0]!.path).toHaveLength(8001);
    expect((await proxy.records())[0]!.key).toHaveLength(2048);
  });
});
