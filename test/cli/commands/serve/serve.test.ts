import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { run } from '../../../../cli/run.ts';
import { PRESETS } from '../../../../servers/lab/presets.ts';
import { MemoryContext, runInMemory } from '../../../helpers/memory-context.ts';
import { rawClient } from '../../../helpers/raw/raw-client.ts';
import { FLAGLAB } from '../../../helpers/run-flaglab.ts';
import { serving } from '../../../helpers/serving.ts';

const FLAG = '/flags/br/br.gif';

const SOON = { timeout: 20_000, interval: 200 };

describe('serve', () => {
  it('prints a line for each server, then Ready, and ends with 0 at Ctrl-C', async () => {
    const args = [
      'serve',
      'LOCAL',
      'error',
      '--port',
      'LOCAL=0',
      '--port',
      'ERROR=0',
      '--control-port',
      '0',
      '--seed',
      '7',
    ];
    const child = spawn(process.execPath, [FLAGLAB, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await vi.waitFor(() => expect(text).toContain('Ready\n'), { timeout: 15_000 });
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/^LOCAL {4}http:\/\/localhost:\d+ {3}faults: none$/),
      expect.stringMatching(/^ERROR {4}http:\/\/localhost:\d+ {3}faults: delay=uniform:500ms\.\.5s \+ status=418@25%$/),
      expect.stringMatching(/^CONTROL {2}http:\/\/localhost:\d+$/),
      'Seed 7, time scale 1. Ctrl-C stops.',
      'Ready',
      '',
    ]);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('prints a line for each change that is made elsewhere, be it by the control API or by a schedule', async () => {
    const args = ['serve', 'LOCAL', 'DELAY', '--port', 'LOCAL=0', '--port', 'DELAY=0', '--control-port', '0'];
    // Later than a busy machine takes to look at it for the first time.
    const context = new MemoryContext([...args, '--schedule', 'DELAY@6s: delay=7ms']);
    const ended = run(context);
    await vi.waitFor(() => expect(context.stdout.text).toContain('Ready\n'), SOON);
    const [, control] = /^CONTROL +(\S+)$/m.exec(context.stdout.text)!;
    const call = (method: string, path: string, body: object) =>
      fetch(control + path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
    await call('PUT', '/api/servers/LOCAL/faults', { faults: ['status=503@50%'] });
    await call('PUT', '/api/servers/LOCAL/faults', { faults: ['status=503@50%'] });
    await call('PATCH', '/api/servers/LOCAL', { enabled: false });
    const lines = () => context.stdout.text.split('\n').filter((line) => line.includes('changed'));
    await vi.waitFor(() => expect(lines()).toContainEqual(expect.stringContaining('disabled')), SOON);
    await call('PATCH', '/api/servers/LOCAL', { enabled: true });
    await vi.waitFor(() => {
      context.clock.advance(250);
      expect(lines()).toHaveLength(4);
    }, SOON);
    expect(lines()).toEqual(
      expect.arrayContaining([
        'LOCAL    changed   faults: status=503@50%',
        'LOCAL    changed   disabled   faults: status=503@50%',
        'LOCAL    changed   enabled   faults: status=503@50%',
        'DELAY    changed   faults: delay=fixed:7ms',
      ]),
    );
    context.signals.emit('SIGINT');
    expect(await ended).toBe(0);
  });

  it('lets what is in flight end before it goes', async () => {
    const lab = await serving(['LOCAL'], ['--fault', 'LOCAL:delay=fixed:3s']);
    const answer = fetch(lab.urls.LOCAL + FLAG);
    await vi.waitFor(async () => {
      const { servers } = await firstEvent(lab.urls.CONTROL!);
      expect(servers[0].inFlight).toBe(1);
    }, SOON);
    const stopped = lab.stop('SIGINT');
    expect((await answer).status).toBe(200);
    expect(await stopped).toBe(0);
  });

  it('replaces faults by those given, and takes none for none', async () => {
    const faults = ['--fault', 'ERROR:status=503', '--fault', 'DELAY:none', '--fault', 'ERROR:delay=fixed:1ms'];
    await using lab = await serving(['ERROR', 'DELAY'], faults);
    expect((await fetch(lab.urls.ERROR + FLAG)).status).toBe(503);
    expect((await fetch(lab.urls.DELAY + FLAG)).headers.get('x-lab-fault')).toBeNull();
    const told = lab.events.filter(({ type }) => type === 'listening').map((event) => event.faults);
    expect(told).toEqual(['delay=fixed:1ms + status=503@100%', 'none']);
  });

  it('changes faults by schedule', async () => {
    await using lab = await serving(['LOCAL'], ['--schedule', 'LOCAL@100ms: status=418']);
    await vi.waitFor(async () => expect((await fetch(lab.urls.LOCAL + FLAG)).status).toBe(418));
  });

  it('tells each request with -v', async () => {
    await using lab = await serving(['LOCAL'], ['-v']);
    await fetch(lab.urls.LOCAL + FLAG);
    await vi.waitFor(() =>
      expect(lab.events.at(-1)).toMatchObject({
        type: 'request',
        record: { key: `GET ${FLAG}`, status: 200, attempt: 1 },
      }),
    );
  });

  it('warns of other machines with --host 0.0.0.0 and asks them for a token', async () => {
    await using lab = await serving(['LOCAL'], ['--host', '0.0.0.0']);
    expect(lab.stderr()).toMatch(
      /^warning: listening on 0\.0\.0\.0, so that other machines can reach these servers, by \S+/,
    );
    const { token } = lab.events.find(({ type }) => type === 'control')!;
    const url = `${lab.urls.CONTROL!.replace('0.0.0.0', '127.0.0.1')}/api/servers`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    const { page } = lab.events.find(({ type }) => type === 'control')! as unknown as { page: string };
    const [first, again] = [await fetch(page, { redirect: 'manual' }), await fetch(page, { redirect: 'manual' })];
    expect([first.status, again.status]).toEqual([303, 403]);
    const [cookie = ''] = first.headers.get('set-cookie')!.split(';');
    const home = new URL(page).origin;
    expect((await fetch(`${home}/api/servers`, { headers: { cookie } })).status).toBe(200);
    expect((await fetch(home, { headers: { cookie } })).headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('takes the token that the environment chooses, and does not print it', async () => {
    const FLAGLAB_TOKEN = 'chosen-by-who-starts-it';
    await using lab = await serving(['LOCAL'], ['--host', '0.0.0.0'], { FLAGLAB_TOKEN });
    expect(JSON.stringify(lab.events)).not.toContain(FLAGLAB_TOKEN);
    expect(lab.events.find(({ type }) => type === 'control')).toMatchObject({ tokenFrom: 'FLAGLAB_TOKEN' });
    const url = `${lab.urls.CONTROL!.replace('0.0.0.0', '127.0.0.1')}/api/servers`;
    expect((await fetch(url, { headers: { authorization: 'Bearer guessed' } })).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: `Bearer ${FLAGLAB_TOKEN}` } })).status).toBe(200);
  });

  it.each(['too-short', 'long enough, but with blanks'])('refuses the token "%s"', async (FLAGLAB_TOKEN) => {
    const ran = await runInMemory(['serve', 'LOCAL', '--port', 'LOCAL=0'], { env: { FLAGLAB_TOKEN } });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('FLAGLAB_TOKEN is no token for a lab: it needs 16 characters or more');
    expect(ran.stderr).not.toContain(FLAGLAB_TOKEN);
  });

  it.each([
    ['a server', (port: number) => ['LOCAL', 'DELAY', '--port', 'LOCAL=0', '--port', `DELAY=${port}`], 'DELAY'],
    ['the control API', (port: number) => ['LOCAL', '--port', 'LOCAL=0', '--control-port', String(port)], 'CONTROL'],
  ])('says which port of %s is taken and how to move it, and leaves nothing running', async (_what, args, label) => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as { port: number };
    const { code, stderr } = await runInMemory(['serve', ...args(port)]);
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${label} cannot listen: port ${port} is taken; move it with --port LABEL=N`);
    squatter.close();
  });

  it('gives back what the start of all four has used, and what thousands in flight have left', async () => {
    // Before what a start compiles is kept, it has a tool in memory that takes types out.
    await using _before = await serving(PRESETS.map(({ label }) => label));
    await using lab = await serving(
      PRESETS.map(({ label }) => label),
      ['--fault', 'DELAY:delay=6s'],
    );
    const residentMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${lab.pid}/status`, 'utf8'))![1]) / 1024;
    await expect.poll(residentMb, SOON).toBeLessThan(215);
    const inFlight = async () => {
      const metrics = await (await fetch(`${lab.urls.CONTROL}/metrics`)).text();
      return Number(/^flaglab_requests_in_flight\{server="DELAY"\} (\d+)$/m.exec(metrics)![1]);
    };
    const port = Number(new URL(lab.urls.DELAY!).port);
    const clients = Array.from({ length: 5100 }, () => rawClient(port, `GET ${FLAG} HTTP/1.0\r\n\r\n`));
    await expect.poll(inFlight, SOON).toBe(5100);
    expect(residentMb()).toBeLessThan(350);
    await Promise.all(clients.map(({ text }) => text));
    await expect.poll(residentMb, SOON).toBeLessThan(300);
  });

  it('stops the others, says so and ends with 1 when a server breaks down', async () => {
    const created = once(process, 'worker');
    const args = ['serve', 'LOCAL', 'DELAY', '--port', 'LOCAL=0', '--port', 'DELAY=0', '--no-control'];
    const context = new MemoryContext(args);
    const exitCode = run(context);
    const [thread] = (await created) as [Worker];
    await expect.poll(() => context.stdout.text).toContain('Ready');
    await thread.terminate();
    expect(await exitCode).toBe(1);
    expect(context.stderr.text).toMatch(/^error: the server (LOCAL|DELAY) is closed\n$/);
  });

  it.each([
    ['an unknown label', ['NOWHERE'], '"NOWHERE" is not a server: choose one of LOCAL, DELAY, ERROR, LIMITED'],
    ['a fault of 130 %', ['--fault', 'LOCAL:status=418@130%'], '"130%" is not a share'],
    ['a delay of three days', ['--fault', 'LOCAL:delay=fixed:72h'], 'the longest duration is 1h'],
    ['a range that runs backwards', ['--fault', 'LOCAL:delay=uniform:5s..1s'], 'the range runs backwards'],
    ['none beside a fault', ['--fault', 'LOCAL:none', '--fault', 'LOCAL:hang'], '"none" stands alone'],
    ['an unknown fault', ['--fault', 'LOCAL:explode@1%'], 'is not a fault: choose one of'],
    ['a fault for a server that is not started', ['LOCAL', '--fault', 'ERROR:hang'], 'ERROR is not one of the servers'],
    ['a port that is none', ['--port', 'LOCAL=99999'], 'from 0 to 65535'],
    ['a host that is none', ['--host', 'elsewhere.example'], 'is not an address'],
    [
      'a schedule that is a folder',
      ['--schedule', '/tmp'],
      'the schedule /tmp cannot be read: it is a folder: give a file',
    ],
    ['a schedule that is none', ['--schedule', 'LOCAL'], 'not a step of a schedule'],
    ['a seed that is none', ['--seed', 'x'], 'is not a seed'],
    ['a time scale that is none', ['--time-scale', '-1'], 'give a number from 0 to 100'],
  ])('refuses %s with one line and exit code 2', async (_what, args, message) => {
    const { code, stdout, stderr } = await runInMemory(['serve', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n')[0]).toContain(message);
    expect(stderr.split('\n').filter((line) => line.includes('error'))).toHaveLength(1);
  });
});

async function firstEvent(
  control: string,
): Promise<{ servers: { inFlight: number }[] } & { servers: [{ inFlight: number }] }> {
  const response = await fetch(`${control}/api/events`);
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const data = /^data: (.*)$/m.exec(chunk)?.[1];
    if (data !== undefined) return JSON.parse(data);
  }
  throw new TypeError('the stream of events ended');
}
