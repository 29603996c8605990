import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { type Serving, serving } from '../../../helpers/serving.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };

const HERE = ['--room', '--host', '127.0.0.1'];

const FAST = ['--time-scale', '0.01'];

async function call(lab: Serving, method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(lab.urls.CONTROL + path, {
    method,
    redirect: 'manual',
    headers: { ...JSON_TYPE, ...headers },
    ...init,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

function told(lab: Serving, type: string): Record<string, string> {
  return lab.events.find((event) => event.type === type) as never;
}

/** What an event of that name tells first. */
async function firstEvent(lab: Serving, name: string): Promise<unknown> {
  const { body } = await fetch(`${lab.urls.CONTROL}/api/events`);
  let text = '';
  for await (const chunk of body!) {
    text += Buffer.from(chunk).toString();
    const data = new RegExp(`event: ${name}\\ndata: (.*)\\n\\n`).exec(text)?.[1];
    if (data !== undefined) return JSON.parse(data);
  }
  return undefined;
}

function get(lab: Serving, ...args: string[]) {
  const room = lab.urls.CONTROL!.replace('http://', '');
  return runInMemory(['get', '--room', room, '--no-save', '--json', ...args]);
}

describe('serve --room', () => {
  it('prints addresses that others can use, a line to read out, and a link for who leads', async () => {
    await using lab = await serving(['LOCAL', 'DELAY'], ['--room']);
    expect(lab.stderr()).toMatch(/^warning: listening on 0\.0\.0\.0, so that other machines can reach/);
    const others = Object.values(networkInterfaces()).flatMap((those) =>
      (those ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
    );
    const { join, leader } = told(lab, 'room');
    if (others.length > 0) expect(others).toContain(new URL(join!).hostname);
    for (const url of Object.values(lab.urls)) expect(new URL(url).hostname).toBe(new URL(join!).hostname);
    expect(join).toBe(`${lab.urls.DELAY}/run/YOUR-NAME/flags/`);
    expect(leader).toMatch(/^http:\/\/localhost:\d+\/leader\?key=[\w-]{24}$/);
    expect((await fetch(lab.urls.LOCAL!.replace(/\/\/.*:/, '//127.0.0.1:'))).status).toBe(200);
  });

  it('lets everybody look and who leads change: by a link that works once, or by the token', async () => {
    await using lab = await serving(['LOCAL'], HERE);
    const faults = '/api/servers/LOCAL/faults';
    const body = { faults: ['status=503'] };
    expect((await call(lab, 'GET', '/api/room')).status).toBe(200);
    const refused = await call(lab, 'PUT', faults, body);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(refused.body.detail).toContain('FLAGLAB_TOKEN');

    const token = { Authorization: `Bearer ${told(lab, 'control').token}` };
    expect((await call(lab, 'PUT', faults, body, token)).status).toBe(200);
    expect((await call(lab, 'GET', '/api/access')).body).toEqual({ mayChange: false });
    expect((await call(lab, 'GET', '/api/access', undefined, token)).body).toEqual({ mayChange: true });
    expect((await call(lab, 'POST', '/api/faults/preview', { fault: 'delay=1s' })).body).toMatchObject({ issues: [] });
    const { pathname, search } = new URL(told(lab, 'room').leader!);
    expect((await call(lab, 'GET', `${pathname}?key=guessed`)).status).toBe(403);
    expect((await call(lab, 'HEAD', pathname + search)).status).toBe(204);
    const entered = await call(lab, 'GET', pathname + search);
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/']);
    const [cookie, ...flags] = entered.headers.get('set-cookie')!.split('; ');
    expect(flags).toEqual(['HttpOnly', 'SameSite=Strict', 'Path=/']);
    expect((await call(lab, 'GET', pathname + search)).status).toBe(403);

    const leads = { Cookie: `theme=dark; ${cookie}` };
    expect((await call(lab, 'PUT', faults, { faults: ['none'] }, leads)).status).toBe(200);
    const otherPort = { ...leads, Origin: 'http://localhost:3000' };
    expect((await call(lab, 'PUT', faults, body, otherPort)).status).toBe(401);
    const ownPage = { ...leads, Origin: lab.urls.CONTROL! };
    expect((await call(lab, 'PUT', faults, body, ownPage)).status).toBe(200);
    expect((await call(lab, 'PUT', faults, body, { Cookie: `${cookie}x` })).status).toBe(401);
    expect((await call(lab, 'POST', '/api/runs', { name: 'red' })).status).toBe(401);
    // What changes nothing is open to the room.
    expect((await call(lab, 'POST', '/api/faults/preview', { fault: 'delay=1s' })).status).toBe(200);
  });

  it('tells hidden faults to who leads alone, wherever servers are described', async () => {
    await using lab = await serving(['LOCAL'], HERE);
    const token = { Authorization: `Bearer ${told(lab, 'control').token}` };
    const faults = '/api/servers/LOCAL/faults';
    const hidden = { faults: ['status=503,body="quite a secret"'], hidden: true };
    expect((await call(lab, 'PUT', faults, hidden, token)).body).toMatchObject({
      hidden: true,
      profile: [{ fault: 'status' }],
    });
    expect((await call(lab, 'GET', '/api/servers', undefined, token)).body).toMatchObject([
      { profile: [{ status: 503 }] },
    ]);
    expect((await call(lab, 'GET', '/api/servers')).body).toMatchObject([
      { label: 'LOCAL', faults: [], profile: [], hidden: true },
    ]);
    expect((await call(lab, 'GET', '/api/lab')).body.servers).toMatchObject([{ faults: 'hidden' }]);
    expect((await fetch(`${lab.urls.LOCAL}/run/red/flags/br/br.gif`)).status).toBe(503);
    await call(lab, 'PUT', faults, { ...hidden, faults: ['status=503,body="quite a secret"', 'delay=1ms'] }, token);
    expect((await fetch(`${lab.urls.LOCAL}/run/red/flags/br/br.gif`)).status).toBe(503);
    expect(await firstEvent(lab, 'servers')).toMatchObject({ servers: [{ label: 'LOCAL', faults: [], hidden: true }] });
    for (const path of ['/api/servers', faults, '/api/lab', '/api/room', '/metrics']) {
      expect(await (await fetch(lab.urls.CONTROL + path)).text()).not.toContain('secret');
    }

    const failed = await call(lab, 'PUT', faults, { faults: ['nonsense'] }, token);
    expect(failed.status).toBe(400);
    expect((await call(lab, 'GET', faults)).body.profile).toEqual([]);
    expect(await (await fetch(lab.urls.LOCAL!)).text()).not.toMatch(/secret|X-Lab-Fault/);
    await call(lab, 'PUT', faults, { faults: ['status=418'] }, token);
    expect((await call(lab, 'GET', faults)).body.faults).toEqual(['status=418@100%']);
  });

  it('shows what each name did, keeps predictions from before that, is frozen and begun anew', async () => {
    await using lab = await serving(['DELAY', 'LOCAL'], [...HERE, ...FAST]);
    const token = { Authorization: `Bearer ${told(lab, 'control').token}` };
    const ran = await get(lab, '--as', 'red', '-s', 'delay', '-al', '20', '--predict', '12s');
    expect([ran.code, JSON.parse(ran.stdout).ok]).toEqual([0, 20]);
    expect((await get(lab, '--as', 'blue', '-al', '5')).code).toBe(0);
    const names = async () => (await call(lab, 'GET', '/api/room')).body.names;
    await expect.poll(names, { timeout: 10_000 }).toMatchObject([
      { name: 'red', predictedMs: 12_000, seats: [{ label: 'DELAY', verdict: { requests: 20, ok: 20, run: 'red' } }] },
      { name: 'blue', seats: [{ label: 'LOCAL', last: { requests: 5, run: 1 }, best: { keys: 5 } }] },
    ]);

    const shown = await firstEvent(lab, 'room');
    expect(shown).toMatchObject({ names: [{ name: 'red', seats: [{ last: { requests: 20 } }] }, { name: 'blue' }] });
    expect(JSON.stringify(shown)).not.toContain('verdict');

    const late = await get(lab, '--as', 'red', '--predict', '1s', '-al', '1');
    expect([late.code, late.stdout]).toEqual([1, '']);
    expect(late.stderr).toMatch(/^error: .*refused: red has asked already: predictions come before that\n$/);

    expect((await call(lab, 'PATCH', '/api/room', { frozen: true })).status).toBe(401);
    expect((await call(lab, 'PATCH', '/api/room', { frozen: true }, token)).body.frozen).toBe(true);
    expect((await call(lab, 'POST', '/api/room/reset', { name: 'red' }, token)).body.names).toHaveLength(2);
    expect((await call(lab, 'PATCH', '/api/room', { frozen: false }, token)).body.names).toMatchObject([
      { name: 'blue' },
    ]);
    expect((await get(lab, '--as', 'red', '--predict', '1s', '-al', '1')).code).toBe(0);
    expect((await call(lab, 'POST', '/api/room/reset', { name: 'nobody' }, token)).status).toBe(404);
    expect((await call(lab, 'POST', '/api/room/reset', {}, token)).body.names).toEqual([]);
  });

  it('tells who got flags there how many points that is, beside what was foretold, or why none', async () => {
    await using lab = await serving(['LIMITED'], HERE);
    const room = lab.urls.CONTROL!.replace('http://', '');
    const said = async (...args: string[]) => {
      const { stdout } = await runInMemory(['get', '--room', room, '--no-save', '-s', 'LIMITED', ...args]);
      return stdout.slice(stdout.indexOf('Elapsed time')).trimEnd().split('\n').slice(1);
    };
    expect(await said('--as', 'red', '-al', '40', '-m', '4', '--predict', '2s')).toEqual([
      expect.stringMatching(/^Foretold: 2s\. It took \d\S*s, says LIMITED\.$/),
      expect.stringMatching(/^In the room: \d+ of 100 points: \d+ % of the ideal × politeness 1\.00\.$/),
    ]);
    // Another run is judged by itself, and whoever is refused and asks no more has no points.
    expect(await said('--as', 'blue', '-al', '100', '-m', '100', '-c', 'async')).toEqual([
      expect.stringMatching(
        /^In the room: no points \(a limit refused \d+ of 100 requests, \d+ of them for good\); politeness 0\.\d\d\.$/,
      ),
    ]);
    // Whoever hangs up on what would have come is told what to do.
    expect(await said('--as', 'amber', '-al', '40', '-m', '20', '-c', 'async', '--timeout', '150ms')).toEqual([
      expect.stringMatching(
        / failed only because the client gave up\); .* Wait longer for an answer: --timeout 10s\.$/,
      ),
    ]);
    const page = await fetch(`${lab.urls.LIMITED}/run/green/flags/`, { headers: { Accept: 'text/html' } });
    expect(await page.text()).toContain('src="/flags/br/br.gif"');
  });

  it('calls it fair where nobody had to wait for another', async () => {
    await using lab = await serving(['LIMITED'], [...HERE, '--room-capacity', 'shared']);
    await get(lab, '--as', 'quick', '-s', 'LIMITED', '-al', '16', '-m', '4');
    await get(lab, '--as', 'slow', '-s', 'LIMITED', '-al', '4', '-m', '1');
    const seats = async () => (await call(lab, 'GET', '/api/room')).body.servers[0].fairness;
    await expect.poll(seats).toBe(1);
  });

  it('tells how fairly a server was shared, where it is', async () => {
    await using lab = await serving(['LIMITED'], [...HERE, '--room-capacity', 'shared']);
    await Promise.all([
      get(lab, '--as', 'greedy', '-s', 'LIMITED', '-a', '-m', '30'),
      get(lab, '--as', 'modest', '-s', 'LIMITED', '-al', '40', '-m', '2'),
    ]);
    const room = async () => (await call(lab, 'GET', '/api/room')).body;
    await expect.poll(async () => (await room()).servers[0].fairness, { timeout: 10_000 }).toBeGreaterThan(0.5);
    const { servers, names, capacity } = await room();
    expect([capacity, names.length]).toEqual(['shared', 2]);
    expect(servers[0].fairness).toBeLessThan(1);
    const modest = names.find(({ name }: { name: string }) => name === 'modest').seats[0];
    expect(modest.crowding.behind[0].name).toBe('greedy');
    expect(modest.crowding.tookMs).toBeGreaterThan(1.5 * modest.crowding.aloneMs);
    const behindMs = modest.crowding.behind.reduce((sum: number, { ms }: { ms: number }) => sum + ms, 0);
    expect(behindMs).toBeLessThanOrEqual(modest.crowding.waitedMs * 1.01);
  });

  it('begins a run with each get, and hides names in all browsers', async () => {
    await using lab = await serving(['LOCAL', 'DELAY'], [...HERE, ...FAST]);
    const token = { Authorization: `Bearer ${told(lab, 'control').token}` };
    for (let i = 0; i < 2; i++) expect((await get(lab, '--as', 'red', '-al', '3')).code).toBe(0);
    const names = async () => (await call(lab, 'GET', '/api/room')).body.names;
    const last = { run: 2, requests: 3, keys: 3 };
    await expect.poll(names, { timeout: 10_000 }).toMatchObject([{ name: 'red', seats: [{ last }] }]);
    expect((await call(lab, 'PATCH', '/api/room', { areNamesHidden: true })).status).toBe(401);
    expect((await call(lab, 'PATCH', '/api/room', { areNamesHidden: true }, token)).body.areNamesHidden).toBe(true);
    const frozen = (await call(lab, 'PATCH', '/api/room', { frozen: true }, token)).body;
    expect([frozen.frozen, frozen.areNamesHidden]).toEqual([true, true]);
    expect((await call(lab, 'PATCH', '/api/room', { areNamesHidden: false }, token)).body.areNamesHidden).toBe(false);
    expect((await call(lab, 'GET', '/api/room')).body.frozen).toBe(true);

    const all = await call(lab, 'PUT', '/api/servers/faults', { faults: ['status=503'] }, token);
    expect(all.body.map(({ faults }: { faults: string[] }) => faults)).toEqual([
      ['status=503@100%'],
      ['status=503@100%'],
    ]);
    expect((await call(lab, 'PUT', '/api/servers/faults', { faults: ['nonsense'] }, token)).status).toBe(400);
    expect((await call(lab, 'PUT', '/api/servers/faults', { faults: ['none'] })).status).toBe(401);
    const reset = await call(lab, 'POST', '/api/servers/reset', {}, token);
    expect(reset.body.map(({ faults }: { faults: string[] }) => faults[0])).toEqual([
      undefined,
      'delay=uniform:500ms..5s',
    ]);
  });

  it.each([
    ['/api/room/%3Cb%3E/prediction', { predictedMs: 1 }, 400, /is not a name of a run/],
    ['/api/room/red/prediction', { predictedMs: -1 }, 400, /predictedMs/],
    ['/api/room/red/prediction', {}, 400, /predictedMs/],
  ])('refuses to note %s with %j', async (path, body, status, detail) => {
    await using lab = await serving(['LOCAL'], HERE);
    const refused = await call(lab, 'PUT', path, body);
    expect([refused.status, refused.body.detail]).toEqual([status, expect.stringMatching(detail)]);
    expect((await call(lab, 'GET', '/api/room')).body.names).toEqual([]);
  });

  it.each([
    [['serve', '--room', '--no-control'], '--room needs the control API'],
    [['serve', 'NAMES', '--room'], '--room needs a server with flags'],
    [['serve', '--allow-host', 'lab'], '--allow-host is for --room'],
    [['serve', '--room', '--allow-host', '*.lab.test'], '"*.lab.test" is no name of a host: give one such as lab.test'],
    [
      ['serve', '--room', '--allow-host', 'http://lab/'],
      '"http://lab/" is no name of a host: give one such as lab.test',
    ],
    [['serve', '--room-capacity', 'shared'], '--room-capacity is for --room'],
    [['get', '--room', 'localhost'], '--room needs your name there: --as NAME'],
    [['get', '--room', 'http://localhost/flags', '--as', 'red'], '"http://localhost/flags" is not a host'],
    [['get', '--room', 'localhost', '--as', 'a b'], '"a b" is not a name of a run'],
    [['get', '--as', 'red'], '--as is for a room'],
    [['get', '--predict', '1s'], '--predict is for a room'],
  ])('says in one line why not: %j', async (args, message) => {
    const { code, stdout, stderr } = await runInMemory(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('tells get that a lab is no room, or has no such server', async () => {
    await using lab = await serving(['LOCAL']);
    await using room = await serving(['LOCAL'], HERE);
    const none = await get(lab, '--as', 'red');
    expect([none.code, none.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: .*refused: this lab has no room of learners: start one with .*\n$/),
    ]);
    const other = await get(room, '--as', 'red', '-s', 'ERROR');
    expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/has no server ERROR: it has LOCAL\n$/)]);
  });
});
