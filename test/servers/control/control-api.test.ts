import { execFile } from 'node:child_process';
import { request as plainRequest } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { holdersOf } from '../../../servers/control/access.ts';
import { createControlApi } from '../../../servers/control/control-api.ts';
import { Leader } from '../../../servers/control/room/leader.ts';
import { type Listening, listen } from '../../../servers/http/listen.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';
import { prometheusSamples } from '../../helpers/prometheus-samples.ts';
import { rawAnswer } from '../../helpers/raw/raw-answer.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };

let lab: Lab;
let control: Listening;

beforeAll(async () => {
  lab = await startLab({ LOCAL: {}, ERROR: {} }, { timeScale: 0.01 });
  const { handle } = await createControlApi(lab, { version: '1.2.3' });
  control = await listen(handle, { label: 'CONTROL', port: 0 });
});

afterAll(async () => {
  await control.close(0);
  await lab.close(0);
});

beforeEach(() => call('POST', '/api/servers/ERROR/reset', {}));

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = JSON_TYPE) {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(control.url + path, { method, headers, ...init });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
  };
}

/** The samples of `/metrics`, each by its name and labels. */
async function samples(): Promise<ReadonlyMap<string, number>> {
  const { body, headers } = await call('GET', '/metrics');
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return prometheusSamples(body);
}

/** A control API of a test's own. `await using` closes it. */
async function listening(handle: Parameters<typeof listen>[0]): Promise<Listening & AsyncDisposable> {
  const own = await listen(handle, { label: 'CONTROL', port: 0 });
  return { ...own, [Symbol.asyncDispose]: () => own.close(0) };
}

/** fetch sets the Host header itself; node:http lets it be chosen. */
function statusFor(headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = plainRequest(`${control.url}/api/servers`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    asked.on('error', reject).end();
  });
}

it('has a reset server begin again with the schedule that it started with', async () => {
  const plan = { faults: ['status=503'], schedule: [{ atMs: 60_000, profile: [] }] };
  const scheduled = await startLab({ STEPS: plan });
  const { handle } = await createControlApi(scheduled, { version: '1.2.3' });
  await using own = await listening(handle);
  const ask = async (method: string, path: string, body: object) =>
    await fetch(own.url + path, { method, headers: JSON_TYPE, body: JSON.stringify(body) });
  await ask('PUT', '/api/servers/STEPS/faults', { faults: ['status=418'] });
  expect((await scheduled.server('STEPS').plan()).schedule).toEqual([]);
  await ask('POST', '/api/servers/STEPS/reset', {});
  expect(await scheduled.server('STEPS').plan()).toMatchObject({
    profile: [{ status: 503 }],
    schedule: [{ atMs: 60_000, profile: [] }],
  });
  await scheduled.close(0);
});

describe('the control API', () => {
  it('adds faults to those that are there, and takes them away by name, or one of several by its number', async () => {
    const faults = '/api/servers/ERROR/faults';
    const added = await call('POST', faults, { faults: ['status=503,path=/a', 'hang@1%'] });
    expect(added.body.faults).toEqual([
      'hang@1%',
      'delay=uniform:500ms..5s',
      'status=418@25%',
      'status=503@100%,path=/a',
    ]);
    expect((await call('DELETE', `${faults}/status%231`)).body.faults).toEqual([
      'hang@1%',
      'delay=uniform:500ms..5s',
      'status=503@100%,path=/a',
    ]);
    expect((await call('DELETE', `${faults}/delay`)).body.faults).toEqual(['hang@1%', 'status=503@100%,path=/a']);
    expect(await call('DELETE', `${faults}/delay`)).toMatchObject({
      status: 404,
      body: { detail: 'there is no fault "delay": there are hang@1% + status=503@100%,path=/a' },
    });
  });

  it("counts for Prometheus what its servers have seen in all runs, in a form that Prometheus' own parser reads", async () => {
    const flag = (label: string, code = 'br') => fetch(`${lab.url(label)}/flags/${code}/${code}.gif`);
    const before = await samples();
    await call('PUT', '/api/servers/ERROR/faults', {
      faults: ['status=503,path=*br.gif', 'delay=20ms', 'hang,path=*fr.gif'],
    });
    for (const label of ['LOCAL', 'ERROR', 'ERROR']) await flag(label);
    const away = new AbortController();
    const hanging = fetch(`${lab.url('ERROR')}/flags/fr/fr.gif`, { signal: away.signal }).catch(() => {});
    await expect.poll(async () => (await lab.server('ERROR').counts()).inFlight).toBe(1);
    await lab.server('ERROR').reset();
    const after = await samples();
    const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(grown('flaglab_requests_total{server="LOCAL",status="200"}')).toBe(1);
    expect(grown('flaglab_requests_total{server="ERROR",status="503"}')).toBe(2);
    expect(grown('flaglab_faults_total{server="ERROR",fault="status"}')).toBe(2);
    expect(grown('flaglab_faults_total{server="ERROR",fault="delay"}')).toBe(2);
    expect(grown('flaglab_requests_in_flight{server="ERROR"}')).toBe(1);
    expect(grown('flaglab_request_duration_seconds_count{server="ERROR"}')).toBe(2);
    expect(grown('flaglab_request_duration_seconds_bucket{server="ERROR",le="10"}')).toBe(2);
    away.abort();
    await hanging;
    // Their parser takes long to start.
    const text = async () => (await call('GET', '/metrics')).body as string;
    await expect.poll(text).toContain('flaglab_requests_in_flight{server="ERROR"} 0\n');
    expect((await samples()).get('flaglab_requests_total{server="ERROR",status="none"}')).toBeGreaterThanOrEqual(1);
  });

  it('says whether its servers run, whoever asks', async () => {
    expect(await call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    const { handle } = await createControlApi(lab, { version: '1.2.3', access: holdersOf(new Leader('secret')) });
    await using open = await listening(handle);
    expect((await fetch(`${open.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${open.url}/metrics`)).status).toBe(401);
  });

  it('lets whoever is on this machine change everything, and says so', async () => {
    expect((await call('GET', '/api/access')).body).toEqual({ mayChange: true });
  });

  it('takes a server that is named seven thousand times for one', async () => {
    const { status, body } = await call('POST', '/api/runs', { servers: Array(7000).fill('LOCAL') });
    expect({ status, servers: body.servers }).toEqual({ status: 201, servers: ['LOCAL'] });
    expect((await call('POST', `/api/runs/${body.id}/stop`, {})).body.verdicts).toHaveLength(1);
  });

  it('refuses what is asked once it stops, or its servers are gone', async () => {
    await using own = await startLab({ LOCAL: {} }, { threads: true });
    const api = await createControlApi(own, { version: '1.2.3' });
    const listening = await listen(api.handle, { label: 'CONTROL', port: 0 });
    const halves = ['/api/events', '/api/servers'].map((path) =>
      rawClient(listening.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\n`),
    );
    const watched = await fetch(`${listening.url}/api/events`);
    api.close();
    expect(await watched.text()).toMatch(/^retry: 1000\n\n/);
    await own.close();
    for (const half of halves) {
      half.socket.write('Connection: close\r\n\r\n');
      expect(await half.text).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
    }
    await listening.close();
  });

  it('lists the servers with their faults in both forms', async () => {
    const { body } = await call('GET', '/api/servers');
    expect(body).toMatchObject([
      { label: 'LOCAL', url: lab.url('LOCAL'), faults: [], profile: [] },
      { label: 'ERROR', faults: ['delay=uniform:500ms..5s', 'status=418@25%'] },
    ]);
  });

  it('replaces faults with PUT, for the next request, in text or JSON form', async () => {
    const faults = ['status=503', { fault: 'delay', duration: { distribution: 'fixed', ms: 5 } }];
    const { status, body } = await call('PUT', '/api/servers/error/faults', { faults });
    expect({ status, faults: body.faults }).toEqual({ status: 200, faults: ['delay=fixed:5ms', 'status=503@100%'] });
    expect((await fetch(`${lab.url('ERROR')}/flags/br/br.gif`)).status).toBe(503);
  });

  it.each([
    [{ fault: 'capacity', slots: 8 }, 'capacity=8,service=fixed:100ms,queue=32,shed=503'],
    [{ fault: 'hang' }, 'hang@100%'],
    [{ fault: 'status', status: 503 }, 'status=503@100%'],
  ])('completes %j with the defaults of the text form', async (fault, text) => {
    const { status, body } = await call('PUT', '/api/servers/ERROR/faults', { faults: [fault] });
    expect({ status, faults: body.faults }).toEqual({ status: 200, faults: [text] });
    expect((await call('PUT', '/api/servers/ERROR/faults', { faults: body.profile })).body).toEqual(body);
  });

  it.each([['none'], [['none']]])('takes %j for none', async (faults) => {
    const { status, body } = await call('PUT', '/api/servers/ERROR/faults', { faults });
    expect({ status, faults: body.faults }).toEqual({ status: 200, faults: [] });
  });

  it('changes faults with PATCH by their kind and leaves the others', async () => {
    const { body } = await call('PATCH', '/api/servers/ERROR/faults', { faults: ['status=500@10%', 'hang@1%'] });
    expect(body.faults).toEqual(['hang@1%', 'delay=uniform:500ms..5s', 'status=500@10%']);
  });

  it('keeps a run: starts it, tells its records, stops it with a verdict', async () => {
    const { status, body: started } = await call('POST', '/api/runs', { servers: ['LOCAL'] });
    expect({ status, state: started.state }).toEqual({ status: 201, state: 'running' });
    await fetch(`${lab.url('LOCAL')}/flags/br/br.gif`);
    await expect
      .poll(async () => (await call('GET', `/api/runs/${started.id}/records`)).body)
      .toMatchObject({
        key: 'GET /flags/br/br.gif',
        ending: 'sent',
      });
    const { body: stopped } = await call('POST', `/api/runs/${started.id}/stop`, {});
    expect(stopped).toMatchObject({ state: 'stopped', verdicts: [{ label: 'LOCAL', requests: 1, ok: 1 }] });
    expect((await call('GET', `/api/runs/${started.id}`)).body).toEqual(stopped);
  });

  it('refuses a run without a name amid another with 409, and tells both apart by a name', async () => {
    const { body: all } = await call('POST', '/api/runs', {});
    const refused = await call('POST', '/api/runs', { servers: ['LOCAL'] });
    expect([refused.status, refused.body.error]).toEqual([409, 'Conflict']);
    expect(refused.body.detail).toMatch(new RegExp(`^${all.id} goes on at LOCAL: `));
    const { status, body: red } = await call('POST', '/api/runs', { name: 'red' });
    expect([status, red.name]).toEqual([201, 'red']);
    for (const path of ['/run/red/flags/br/br.gif', '/flags/br/br.gif']) {
      await (await fetch(lab.url('LOCAL') + path)).arrayBuffer();
    }
    const { body } = await call('GET', `/api/runs/${red.id}/records`);
    expect(body).toMatchObject({ run: 'red', key: 'GET /flags/br/br.gif', attempt: 1 });
    await call('POST', '/api/servers/LOCAL/reset', {});
    for (const { id } of [red, all]) {
      expect((await call('POST', `/api/runs/${id}/stop`, {})).body.cuts).toEqual([
        'LOCAL was reset during the run; what it saw before is lost.',
      ]);
    }
  });

  it.each([[''], ['a b'], ['x'.repeat(65)], ['../etc']])('takes no run called %j', async (name) => {
    const { status, body } = await call('POST', '/api/runs', { name });
    expect([status, body.detail]).toEqual([400, expect.stringContaining('the name of a run is 1 to 64 letters')]);
  });

  it('loses no request when the faults change while a thousand wait', async () => {
    await call('PUT', '/api/servers/LOCAL/faults', { faults: ['delay=fixed:60s'] });
    await lab.server('LOCAL').reset();
    const waiting = Array.from({ length: 1000 }, (_, i) => fetch(`${lab.url('LOCAL')}/flags/br/br.gif?${i}`));
    const arrived = async () => (await lab.records('LOCAL')).length;
    await expect.poll(arrived, { timeout: 10_000 }).toBe(1000);
    await call('PUT', '/api/servers/LOCAL/faults', { faults: ['status=418'] });
    expect((await fetch(`${lab.url('LOCAL')}/flags/us/us.gif`)).status).toBe(418);
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await call('POST', '/api/servers/LOCAL/reset', {});
  });

  it('tells a clock that is never set back', async () => {
    const told: number[] = [];
    for (let asked = 0; asked < 3; asked++) told.push((await call('GET', '/api/clock')).body.nowMs);
    expect(told.toSorted((a, b) => a - b)).toEqual(told);
    expect(told.every(Number.isFinite)).toBe(true);
  });

  it('describes itself as OpenAPI 3.1 with every route, and on a page that loads nothing', async () => {
    const { body: document } = await call('GET', '/api/openapi.json');
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/access',
      '/api/clock',
      '/api/events',
      '/api/experiments',
      '/api/experiments/{id}',
      '/api/faults',
      '/api/faults/preview',
      '/api/history',
      '/api/history/{id}',
      '/api/lab',
      '/api/room',
      '/api/room/reset',
      '/api/room/{name}/prediction',
      '/api/runs',
      '/api/runs/{id}',
      '/api/runs/{id}/records',
      '/api/runs/{id}/renew',
      '/api/runs/{id}/stop',
      '/api/servers',
      '/api/servers/faults',
      '/api/servers/reset',
      '/api/servers/{label}',
      '/api/servers/{label}/faults',
      '/api/servers/{label}/faults/{fault}',
      '/api/servers/{label}/reset',
      '/flags/{code}/{file}',
      '/healthz',
      '/metrics',
      '/reports/{id}',
    ]);
    // A reference would lead nowhere: each schema stands where it is used, as it may be given.
    expect(JSON.stringify(document)).not.toContain('$ref');
    const given = document.paths['/api/servers/{label}/faults'].put.requestBody.content['application/json'].schema;
    const [, spec] = given.properties.faults.items.anyOf;
    const capacity = spec.anyOf.find(
      (kind: { properties: { fault: { const: string } } }) => kind.properties.fault.const === 'capacity',
    );
    expect(capacity).toMatchObject({ required: ['fault', 'slots'], properties: { queue: { default: 32 } } });
    const { body: page } = await call('GET', '/api/docs');
    for (const path of Object.keys(document.paths)) expect(page).toContain(path);
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });

  it('has a line of curl for each operation, which does what it says', async () => {
    const { body: page } = await call('GET', '/api/docs');
    const lines = [...String(page).matchAll(/<pre>(curl .*?)<\/pre>/g)].map(([, line]) =>
      line!.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    );
    expect(lines.length).toBe([...String(page).matchAll(/<h2>/g)].length);
    const put = lines.find((line) => line.includes('PUT') && line.includes('LOCAL'))!;
    expect(put).toBe(
      `curl -X PUT -H 'Content-Type: application/json' -d '{"faults":["status=503@50%"]}' ${control.url}/api/servers/LOCAL/faults`,
    );
    const { stdout } = await promisify(execFile)('sh', ['-c', `${put} -s`]);
    expect(stdout).toContain('"status=503@50%"');
    await call('POST', '/api/servers/LOCAL/reset', {});
  });
});

describe('the control API keeps out', () => {
  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io:8080', '10.0.0.1'])(
    'a Host that is no loopback name: "%s"',
    async (host) => expect(await statusFor({ Host: host })).toBe(403),
  );

  it.each(['localhost:8080', '127.0.0.1', '[::1]:8080', 'LOCALHOST'])('but not the loopback name %s', async (host) => {
    expect(await statusFor({ Host: host })).toBe(200);
  });

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example'])('pages of %s', async (origin) => {
    const { status, headers } = await call('GET', '/api/servers', undefined, { Origin: origin });
    expect(status).toBe(403);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('changes that are not application/json', async () => {
    const faults = JSON.stringify({ faults: [] });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const { status } = await call('PUT', '/api/servers/LOCAL/faults', faults, { 'Content-Type': type });
      expect(status).toBe(415);
    }
    expect(await statusFor({}, 'POST')).toBe(415);
  });

  it('bodies over 64 KB', async () => {
    const { status } = await call('PUT', '/api/servers/LOCAL/faults', { faults: ['x'.repeat(70_000)] });
    expect(status).toBe(413);
  });

  it.each([
    [{ faults: [], extra: 1 }, 400, 'extra'],
    [{ faults: ['delay=fixed:3h'] }, 400, '1h'],
    [{ faults: [{ fault: 'delay', durations: 1 }] }, 400, 'duration'],
    [{ faults: [{ fault: 'explode' }] }, 400, 'is not a fault: choose one of hang'],
    [{ faults: [5] }, 400, 'faults.0'],
    [{ faults: ['none', 'hang'] }, 400, '"none" stands alone'],
    [{ faults: 'hang' }, 400, 'faults'],
    ['{"faults": [', 400, 'JSON'],
  ])('the body %j, naming what is wrong', async (body, status, named) => {
    const answer = await call('PUT', '/api/servers/ERROR/faults', body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(named);
    expect((await call('GET', '/api/servers/ERROR/faults')).body.faults).toHaveLength(2);
  });

  it.each([
    ['GET', '/api/servers/NOPE/faults'],
    ['GET', '/api/runs/run-999'],
    ['GET', '/api/%zz'],
    ['GET', '/../../etc/passwd'],
  ])('%s %s, with a JSON error', async (method, path) => {
    const { text } = await rawAnswer(
      control.port,
      `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 40[04]/);
    const { status, error, detail } = JSON.parse(text.slice(text.indexOf('\r\n\r\n')));
    expect([status, typeof error, typeof detail]).toEqual([Number(text.slice(9, 12)), 'string', 'string']);
  });
});

describe('a control API that is open to other machines', () => {
  it('asks for its token and then takes any Host', async () => {
    const { handle } = await createControlApi(lab, { version: '1.2.3', access: holdersOf(new Leader('secret')) });
    const open = await listen(handle, { label: 'CONTROL', port: 0 });
    const statusWith = async (authorization: string) =>
      (await fetch(`${open.url}/api/servers`, { headers: { authorization } })).status;
    expect(await statusWith('')).toBe(401);
    expect(await statusWith('Bearer wrong')).toBe(401);
    expect(await statusWith('Bearer secret')).toBe(200);
    const foreign = await rawAnswer(
      open.port,
      'GET /api/servers HTTP/1.1\r\nHost: lab.example\r\nAuthorization: Bearer secret\r\nConnection: close\r\n\r\n',
    );
    expect(foreign.text).toMatch(/^HTTP\/1\.1 200/);
    // The time is everybody's, and nothing else is.
    expect(await (await fetch(`${open.url}/api/clock`)).json()).toEqual({ nowMs: expect.any(Number) });
    expect((await fetch(`${open.url}/api/clock`, { method: 'PUT' })).status).toBe(401);
    await open.close(0);
  });
});

describe('a server that is switched off by the control API', () => {
  /** A lab of a test's own with its control API, of which `ask` asks. */
  async function controlled() {
    const own = await startLab({ LOCAL: {}, OTHER: { faults: [] } });
    const { handle } = await createControlApi(own, { version: '1.2.3' });
    const api = await listen(handle, { label: 'CONTROL', port: 0 });
    const ask = async (method: string, path: string, body?: object) => {
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(api.url + path, { method, headers: JSON_TYPE, ...init });
      return { status: response.status, body: JSON.parse(await response.text()) };
    };
    const dispose = async () => {
      await api.close(0);
      await own.close(0);
    };
    return { lab: own, url: api.url, ask, [Symbol.asyncDispose]: dispose };
  }

  it('refuses connections until it is switched on, and is counted and judged all the same', async () => {
    await using own = await controlled();
    const { url } = own.lab.server('LOCAL');
    const off = await own.ask('PATCH', '/api/servers/local', { enabled: false });
    expect([off.status, off.body]).toMatchObject([200, { label: 'LOCAL', enabled: false, faults: [] }]);
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect((await own.ask('GET', '/api/servers')).body).toMatchObject([{ enabled: false }, { enabled: true }]);
    expect(await own.ask('GET', '/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
    const metrics = await (await fetch(`${own.url}/metrics`)).text();
    expect(metrics).toContain('flaglab_requests_in_flight{server="LOCAL"} 0');
    const { body: run } = await own.ask('POST', '/api/runs', { servers: ['LOCAL'] });
    expect((await own.ask('POST', `/api/runs/${run.id}/stop`, {})).body).toMatchObject({ verdicts: [{ requests: 0 }] });
    expect((await own.ask('POST', '/api/servers/LOCAL/reset', {})).body).toMatchObject({ enabled: false });
    expect((await own.ask('PATCH', '/api/servers/LOCAL', { enabled: true })).body).toMatchObject({
      enabled: true,
      url,
    });
    expect((await fetch(url)).status).toBe(200);
  });

  it.each([
    ['nothing to change', 'LOCAL', {}, 400],
    ['another word', 'LOCAL', { enabled: 'no' }, 400],
    ['a server that is not there', 'NOWHERE', { enabled: false }, 404],
  ])('is not so for %s', async (_, label, body, status) => {
    expect((await call('PATCH', `/api/servers/${label}`, body)).status).toBe(status);
  });

  it('stays off, by 409, while somebody else listens there', async () => {
    await using own = await controlled();
    const { port } = own.lab.server('LOCAL');
    await own.ask('PATCH', '/api/servers/LOCAL', { enabled: false });
    const taker = await listen((_, response) => void response.end(), { label: 'TAKER', port });
    const { status, body } = await own.ask('PATCH', '/api/servers/LOCAL', { enabled: true });
    expect([status, body.detail]).toEqual([409, `LOCAL cannot listen: port ${port} is taken`]);
    await taker.close(0);
    expect((await own.ask('PATCH', '/api/servers/LOCAL', { enabled: true })).status).toBe(200);
  });
});
