import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { type Answer, startServer } from '../../../helpers/raw/http-server.ts';
import { getAndClose, rawAnswer } from '../../../helpers/raw/raw-answer.ts';
import { rawClient } from '../../../helpers/raw/raw-client.ts';
import { runFlaglab } from '../../../helpers/run-flaglab.ts';
import { ROOT } from '../../../helpers/source-tree.ts';

const MB = 2 ** 20;

/** `flaglab proxy` in a process of its own, on a free port. */
class ProxyProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly lines: string[] = [];
  stderr = '';
  readonly exited: Promise<unknown[]>;

  constructor(args: readonly string[], control: readonly string[] = ['--no-control']) {
    this.child = spawn(process.execPath, [join(ROOT, 'bin/flaglab.js'), 'proxy', '--port', '0', ...control, ...args]);
    this.exited = once(this.child, 'close');
    this.child.stderr!.on('data', (chunk) => {
      this.stderr += chunk;
    });
    createInterface(this.child.stdout!).on('line', (line) => this.lines.push(line));
  }

  /** The port, once it listens and has said that it is ready. */
  async port(): Promise<number> {
    await expect.poll(() => this.lines.join('\n')).toMatch(/Ready|"type":"ready"/);
    return Number(/http:\/\/localhost:(\d+)/.exec(this.lines[0]!)![1]);
  }

  async stop(signal: NodeJS.Signals): Promise<unknown> {
    this.child.kill(signal);
    const [code] = await this.exited;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null) this.child.kill('SIGKILL');
    await this.exited;
  }
}

describe('flaglab proxy', () => {
  it('says where it listens, where it leads and what it does, and stops with Ctrl-C', async () => {
    await using target = await startServer();
    const url = new URL(target.origin).origin;
    await using proxy = new ProxyProcess(['--target', url, '--fault', 'status=503@50%', '--fault', 'delay=fixed:1ms']);
    const port = await proxy.port();
    expect(proxy.lines).toEqual([
      `PROXY    http://localhost:${port} -> ${url}   faults: delay=fixed:1ms + status=503@50%`,
      'Seed 42, time scale 1. Ctrl-C stops.',
      'Ready',
    ]);
    expect(await proxy.stop('SIGINT')).toBe(0);
    expect(proxy.lines.slice(3)).toEqual(['Stopping; waiting for open requests.']);
    expect(proxy.stderr).toBe('');
  });

  it('is steered and judged through its control API, as a lab is', async () => {
    await using target = await startServer();
    await using proxy = new ProxyProcess(['--target', target.origin], ['--control-port', '0']);
    const port = await proxy.port();
    const [, control = ''] = /^CONTROL +(http:\S+)$/.exec(proxy.lines[1]!)!;
    const at = ['--control', control];
    const faults = async (...args: string[]) => (await runInMemory(['faults', ...args, ...at])).stdout;
    expect(await faults('show')).toMatch(/^PROXY +http:\S+ +faults: none\n$/);
    expect(await faults('set', 'PROXY', 'status=503,path=/pay')).toContain('faults: status=503@100%,path=/pay\n');
    expect(await faults('add', 'PROXY', 'status=418,path=/tea', 'delay=1ms')).toContain(
      'faults: delay=fixed:1ms + status=503@100%,path=/pay + status=418@100%,path=/tea\n',
    );
    const url = `http://localhost:${port}`;
    const curl = ['curl', '-s', '-o', '/dev/null', `${url}/tea`, '-o', '/dev/null', `${url}/pay`];
    const { stdout } = await runInMemory(['watch', ...at, '--json', '-', '--', ...curl]);
    expect(JSON.parse(stdout)).toMatchObject([{ label: 'PROXY', requests: 2 }]);
    expect(await faults('remove', 'PROXY', 'status#2', 'delay')).toContain('faults: status=503@100%,path=/pay\n');
    expect(await faults('reset', 'PROXY')).toContain('faults: none\n');
    await expect
      .poll(() => proxy.lines.slice(4))
      .toEqual([
        'PROXY    changed   faults: status=503@100%,path=/pay',
        'PROXY    changed   faults: delay=fixed:1ms + status=503@100%,path=/pay + status=418@100%,path=/tea',
        // One after the other.
        'PROXY    changed   faults: delay=fixed:1ms + status=503@100%,path=/pay',
        'PROXY    changed   faults: status=503@100%,path=/pay',
        'PROXY    changed   faults: none',
      ]);
    const metrics = await (await fetch(`${control}/metrics`)).text();
    expect(metrics).toContain('\nflaglab_requests_total{server="PROXY",status="418"} 1\n');
    expect(await proxy.stop('SIGTERM')).toBe(0);
  });

  it('leaves no proxy behind where the port of its control API is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const args = ['proxy', '--target', 'http://localhost:1', '--port', '0', '--control-port', String(port)];
    const { code, stderr } = await runFlaglab(args);
    taken.close();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `error: CONTROL cannot listen: port ${port} is taken; move it with --port N (--control-port N`,
    );
  });

  it('prints a line for each step of its schedule', async () => {
    await using proxy = new ProxyProcess(['--target', 'http://localhost:1', '--schedule', 'PROXY@1s: status=503']);
    await expect.poll(() => proxy.lines, { timeout: 10_000 }).toContain('PROXY    changed   faults: status=503@100%');
  });

  it('does nothing to requests with --fault none', async () => {
    await using target = await startServer();
    await using proxy = new ProxyProcess(['--target', target.origin, '--fault', 'none']);
    await proxy.port();
    expect(proxy.lines[0]).toMatch(/faults: none$/);
  });

  it('lets what is in flight end before it stops', async () => {
    const finish = Promise.withResolvers<void>();
    const half: Answer = async (_request, response) => {
      response.write('first half, ');
      await finish.promise;
      response.end('second half');
    };
    await using target = await startServer(() => half);
    await using proxy = new ProxyProcess(['--target', target.origin]);
    const client = rawClient(await proxy.port(), getAndClose('/'));
    await client.until('first half');
    const stopped = proxy.stop('SIGTERM');
    await expect.poll(() => proxy.lines.at(-1)).toMatch(/^Stopping/);
    finish.resolve();
    expect(await client.text).toContain('second half');
    expect(await stopped).toBe(0);
  });

  it('prints a line for each request with -v, and events with --json', async () => {
    await using target = await startServer();
    const args = ['--target', target.origin, '--label', 'shop', '--seed', '7', '--time-scale', '0.5', '-v'];
    await using lines = new ProxyProcess(args);
    await rawAnswer(await lines.port(), getAndClose('/a?b'));
    await expect.poll(() => lines.lines.at(-1)).toMatch(/^SHOP {5}GET \/a {2}attempt 1 {2}200 {2}12000 B/);
    await using events = new ProxyProcess([...args, '--json']);
    await rawAnswer(await events.port(), getAndClose('/a?b'));
    await expect
      .poll(() => events.lines.map((line) => JSON.parse(line)))
      .toMatchObject([
        { type: 'listening', label: 'SHOP', target: target.origin, faults: 'none' },
        { type: 'ready', seed: 7, timeScale: 0.5 },
        { type: 'request', record: { key: 'GET /a', status: 200, bytes: 12_000 } },
      ]);
  });

  it('keeps the Host header and changes faults in time when told to', async () => {
    await using target = await startServer(() => (request, response) => response.end(request.headers.host));
    await using proxy = new ProxyProcess([
      '--target',
      target.origin,
      '--keep-host',
      '--allow-host',
      'shop.example',
      '--schedule',
      'PROXY@200ms: status=503',
    ]);
    const port = await proxy.port();
    const ask = () => rawAnswer(port, getAndClose('/').replace('localhost', 'shop.example'));
    await expect.poll(async () => (await ask()).text).toMatch(/^HTTP\/1\.1 503 /);
    expect(target.requests.every(({ headers }) => headers.host === 'shop.example')).toBe(true);
  });

  it('streams 256 MB through without holding them', async () => {
    const block = Buffer.alloc(64 * 1024);
    const echo: Answer = (request, response) => void request.pipe(response);
    await using target = await startServer(() => echo);
    await using proxy = new ProxyProcess(['--target', target.origin]);
    const port = await proxy.port();
    const before = peakMemoryBytes(proxy.child.pid!);
    const body = Readable.from(
      (function* () {
        for (let sent = 0; sent < 256 * MB; sent += block.length) yield block;
      })(),
    );
    const init = { method: 'POST', body: Readable.toWeb(body), duplex: 'half' } as RequestInit;
    const response = await fetch(`http://localhost:${port}`, init);
    let bytes = 0;
    for await (const chunk of response.body!) bytes += chunk.length;
    expect(bytes).toBe(256 * MB);
    expect(peakMemoryBytes(proxy.child.pid!) - before).toBeLessThan(160 * MB);
  }, 120_000);
});

/** The most memory that a process has held so far, from Linux's /proc. */
function peakMemoryBytes(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
}

describe('flaglab proxy fails', () => {
  it('with exit code 1 and the way out when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const { code, stdout, stderr } = await runFlaglab([
      'proxy',
      '--target',
      'http://localhost:1',
      '--port',
      String(port),
    ]);
    taken.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `error: PROXY cannot listen: port ${port} is taken; move it with --port N (--control-port N for CONTROL)\n`,
    );
  });

  it.each([
    [
      'no target',
      [],
      /^error: say where to pass requests on to: --target URL, or --config FILE\nSee: npx flaglab proxy --help/,
    ],
    [
      'two targets',
      ['--target', 'http://localhost:1', '--target', 'http://localhost:2'],
      /^error: option '--target <url>' argument 'http:\/\/localhost:2' is invalid\. give a target once: "http:\/\/localhost:1" was given before/,
    ],
    [
      'a target that is none',
      ['--target', 'localhost:3000'],
      /^error: the target "localhost:3000" is not an http or https URL: give one such as/,
    ],
    [
      'a fault that is none',
      ['--target', 'http://localhost:1', '--fault', 'statsu=503'],
      /^error: "statsu=503" is not a fault/,
    ],
    [
      'none beside a fault',
      ['--target', 'http://localhost:1', '--fault', 'none', '--fault', 'hang'],
      /^error: "none" stands alone: it cannot be given beside other faults\n/,
    ],
    ['a port out of range', ['--target', 'http://localhost:1', '--port', '65536'], /^error: option '--port/],
    [
      'itself as the target',
      ['--target', 'http://localhost:9', '--port', '9'],
      /^error: the target http:\/\/localhost:9 is the proxy itself/,
    ],
    [
      'a schedule for another server',
      ['--target', 'http://localhost:1', '--schedule', 'LOCAL@1s: none'],
      /^error: the schedule's LOCAL is not this proxy: its label is PROXY\n/,
    ],
  ])('with exit code 2 for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await runInMemory(['proxy', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
