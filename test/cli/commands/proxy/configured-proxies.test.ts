import { execFile } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../cli/run.ts';
import { startProxy } from '../../../../servers/lab/start-proxy.ts';
import { MemoryContext, runInMemory } from '../../../helpers/memory-context.ts';
import { startServer } from '../../../helpers/raw/http-server.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** `flaglab proxy --config` with a file that a test writes. */
async function configured(proxies: readonly object[], args: readonly string[] = ['--no-control']) {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'proxies.json');
  const write = (all: readonly object[]) => writeFile(file, JSON.stringify({ proxies: all }));
  await write(proxies);
  const context = new MemoryContext(['proxy', '--config', file, '--json', ...args]);
  const ended = run(context);
  const events = (): Record<string, unknown>[] =>
    context.stdout.text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  const told = (type: string, label?: string) =>
    events().findLast((event) => event.type === type && (label === undefined || event.label === label));
  await expect.poll(() => told('ready'), { timeout: 10_000 }).toBeDefined();
  const dispose = async () => {
    context.signals.emit('SIGTERM');
    await ended;
    await folder[Symbol.asyncDispose]();
  };
  return { folder: folder.path, file, write, context, told, [Symbol.asyncDispose]: dispose };
}

const WITHIN = { timeout: 10_000 };

async function statusOf(url: unknown): Promise<number | string> {
  return await fetch(String(url)).then(
    ({ status }) => status,
    ({ cause }) => cause.code,
  );
}

describe('flaglab proxy --config', () => {
  it('follows the file: faults change, proxies come and go, be it written or replaced', async () => {
    await using target = await startServer();
    const entry = (name: string, more: object = {}) => ({ name, listen: 0, target: target.origin, ...more });
    await using proxies = await configured([entry('A'), entry('B')]);
    const { url } = proxies.told('listening', 'A')!;
    expect(await statusOf(url)).toBe(200);
    await proxies.write([entry('A', { faults: ['status=503'] }), entry('C')]);
    await expect.poll(() => proxies.told('changed', 'A'), WITHIN).toMatchObject({ faults: 'status=503@100%' });
    expect(await statusOf(url)).toBe(503);
    expect(proxies.told('removed')).toMatchObject({ label: 'B' });
    expect(await statusOf(proxies.told('listening', 'C')!.url)).toBe(200);
    const draft = join(proxies.folder, 'draft');
    await writeFile(draft, JSON.stringify({ proxies: [entry('A', { enabled: false }), entry('C')] }));
    await rename(draft, proxies.file);
    await expect.poll(() => proxies.told('changed', 'A'), WITHIN).toMatchObject({ enabled: false });
    expect(await statusOf(url)).toBe('ECONNREFUSED');
  });

  it('says in one line what is wrong with it, and where, and leaves all as it was', async () => {
    await using target = await startServer();
    const entry = { name: 'A', listen: 0, target: target.origin };
    await using proxies = await configured([entry]);
    const { stderr } = proxies.context;
    await proxies.write([{ ...entry, faults: ['stauts=503'] }]);
    await expect
      .poll(() => stderr.text, WITHIN)
      .toMatch(
        /^error: .*proxies\.json:1:\d+: proxies\.0\.faults\.0: "stauts=503" is not a fault: .*; all stays as it was\n$/,
      );
    await using taken = await startServer();
    const { port } = new URL(taken.origin);
    await proxies.write([entry, { ...entry, name: 'B', listen: Number(port) }]);
    await expect
      .poll(() => stderr.text, WITHIN)
      .toContain(`error: ${proxies.file}: B cannot listen: port ${port} is taken; all stays as it was\n`);
    expect(await statusOf(proxies.told('listening', 'A')!.url)).toBe(200);
    await proxies.write([{ ...entry, faults: ['status=503'] }]);
    await expect.poll(() => proxies.told('changed'), WITHIN).toBeDefined();
  });

  it('has all of them in its control API, those that come later too', async () => {
    await using target = await startServer();
    const entry = (name: string, more: object = {}) => ({ name, listen: 0, target: target.origin, ...more });
    await using proxies = await configured([entry('A'), entry('B')], ['--control-port', '0']);
    const control = String(proxies.told('control')!.url);
    const faults = (...args: string[]) => runInMemory(['faults', ...args, '--control', control]);
    expect((await faults('set', 'a', 'status=418')).code).toBe(0);
    expect(await statusOf(proxies.told('listening', 'A')!.url)).toBe(418);
    expect((await faults('disable', 'B')).stdout).toMatch(/^B .*disabled {3}faults: none\n$/);
    expect(await statusOf(proxies.told('listening', 'B')!.url)).toBe('ECONNREFUSED');
    await proxies.write([entry('A'), entry('B'), entry('NEW', { faults: ['delay=1ms'] })]);
    await expect.poll(() => proxies.told('listening', 'NEW'), WITHIN).toBeDefined();
    expect((await faults('show')).stdout).toMatch(
      /^A .*status=418@100%\nB .*disabled .*none\nNEW .*delay=fixed:1ms\n$/,
    );
    expect((await faults('enable', 'B')).stdout).not.toContain('disabled');
    await faults('set', 'NEW', 'none');
    expect((await faults('reset', 'NEW')).stdout).toContain('delay=fixed:1ms');
    expect((await faults('reset', 'A')).stdout).toContain('none');
    expect(await (await fetch(`${control}/healthz`)).json()).toEqual({ status: 'ok' });
    const url = String(proxies.told('listening', 'NEW')!.url);
    const { stdout: watched } = await runInMemory([
      'watch',
      '--control',
      control,
      '--',
      'curl',
      '-s',
      '-o',
      '/dev/null',
      url,
    ]);
    expect(watched).toContain('NEW');
    expect(await (await fetch(`${control}/metrics`)).text()).toContain(
      'flaglab_requests_total{server="NEW",status="200"} 1',
    );
    await proxies.write([entry('A')]);
    await expect.poll(() => proxies.told('removed', 'NEW'), WITHIN).toBeDefined();
    expect((await faults('show', 'NEW')).stderr).toContain('there is no server "NEW": there are A');
  });

  it('writes the certificate of one with HTTPS', async () => {
    await using target = await startServer();
    await using folder = await temporaryFolder();
    const certificateFile = join(folder.path, 'a.pem');
    await using proxies = await configured([
      { name: 'A', listen: 0, target: target.origin, https: true, certificateFile },
    ]);
    const { url, certificate } = proxies.told('listening')!;
    expect(certificate).toMatchObject({
      file: certificateFile,
      fingerprint: expect.stringMatching(/^([\dA-F]{2}:){31}/),
    });
    const curl = promisify(execFile)('curl', [
      '-sS',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      '--cacert',
      certificateFile,
      String(url),
    ]);
    expect((await curl).stdout).toBe('200');
  });

  it.each([
    [['proxy'], 'say where to pass requests on to: --target URL, or --config FILE'],
    [['proxy', '--config', 'x.json', '--target', 'http://a'], "cannot be used with option '--target <url>'"],
    [['proxy', '--config', 'x.json', '--fault', 'hang'], "cannot be used with option '--fault <spec>'"],
    [
      ['proxy', '--config', '/no/such/file.json'],
      'the list of proxies /no/such/file.json cannot be read: there is no such file',
    ],
    [
      ['proxy', '--target', 'http://a', '--certificate-file', 'x.pem'],
      'a certificate file is for a proxy with HTTPS alone',
    ],
    [['proxy', '--target', 'http://a', '--socket', '/tmp/x', '--port', '1'], "cannot be used with option '--port <n>'"],
  ])('is not to be had with %j', async (args, message) => {
    const { code, stderr } = await runInMemory(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('is to be given another path where somebody listens on its socket', async () => {
    await using folder = await temporaryFolder();
    const socket = join(folder.path, 'taken.sock');
    await using _first = await startProxy({ target: 'http://localhost:1', socket });
    const { code, stderr } = await runInMemory(['proxy', '--target', 'http://localhost:1', '--socket', socket]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/already; give another path with --socket\n$/)]);
  });
});
