import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRATEGIES } from '../clients/strategies.ts';
import { FLAGLAB } from './helpers/run-flaglab.ts';
import { ROOT } from './helpers/source-tree.ts';

const run = promisify(execFile);

/** As long as packing, and installing from a registry, may take. */
const SETUP_MS = 180_000;

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
  devDependencies: Record<string, string>;
};
const folder = mkdtempSync(join(tmpdir(), 'flaglab-package-'));
const flaglab = join(folder, 'node_modules/.bin/flaglab');

/** What npm tells the scripts that it runs would tell the npm inside them too. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

beforeAll(async () => {
  await run('npm', ['pack', '--loglevel=error', '--pack-destination', folder], { cwd: ROOT, env });
  const [tarball] = globSync('*.tgz', { cwd: folder });
  const types = `@types/node@${manifest.devDependencies['@types/node']}`;
  const options = ['--prefix', folder, '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', join(folder, tarball!), types, ...options], { cwd: folder, env });
}, SETUP_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a module in the folder that the package is installed in; resolves to what it prints. */
async function runModule(code: string): Promise<string> {
  const file = join(folder, 'module.mjs');
  writeFileSync(file, code);
  const { stdout } = await run(process.execPath, [file], { cwd: folder, env });
  return stdout;
}

describe('the packed package', () => {
  it('holds compiled code and flags, but no sources and no tests', () => {
    const files = globSync('**/*', { cwd: join(folder, 'node_modules/flaglab') });
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/index.js',
        'dist/index.d.ts',
        'dist/web/report.html',
        'entry/index.js',
        'flags-data/br/br.gif',
        'LICENSE',
        'README.md',
      ]),
    );
    expect(files.filter((file) => /(?<!\.d)\.ts$|^(test|perf)\//.test(file))).toEqual([]);
    // Only a clone has it: with it, the package would look for sources that are not there.
    expect(files).not.toContain('entry/package.json');
  });

  it('says its version', async () => {
    const { stdout } = await run(flaglab, ['--version'], { env });
    expect(stdout).toBe(`${manifest.version}\n`);
  });

  it('plans as the clone does', async () => {
    const command = ['plan', '-s', 'ERROR', '--seed', '7', '--json'];
    const [installed, clone] = await Promise.all([
      run(flaglab, command, { env }),
      run(process.execPath, [FLAGLAB, ...command], { env }),
    ]);
    expect(JSON.parse(installed.stdout).fates).toHaveLength(20);
    expect(installed.stdout).toBe(clone.stdout);
  });

  it('serves flags until it is told to stop', async () => {
    const server = spawn(flaglab, ['serve', 'LOCAL', '--port', 'LOCAL=0', '--no-control', '--json'], { env });
    const exit = once(server, 'exit');
    let url = '';
    for await (const line of createInterface(server.stdout)) {
      const event = JSON.parse(line) as { type: string; url?: string };
      if (event.type === 'listening') url = event.url!;
      if (event.type === 'ready') break;
    }
    const response = await fetch(`${url}/flags/br/br.gif`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(readFileSync(join(ROOT, 'flags-data/br/br.gif')));
    server.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  it('starts a lab in one line, in this thread and in threads', async () => {
    const printed = await runModule(`
      import { startLab } from 'flaglab';
      for (const threads of [false, true]) {
        await using lab = await startLab({ ERROR: { faults: ['status=503'] }, LOCAL: {} }, { threads });
        for (const label of ['ERROR', 'LOCAL']) console.log((await fetch(lab.url(label) + '/flags/br/br.gif')).status);
      }`);
    expect(printed).toBe('503\n200\n503\n200\n');
  });

  it('downloads with every strategy, threads included', async () => {
    const printed = await runModule(`
      import { STRATEGIES, startLab } from 'flaglab';
      await using lab = await startLab({ LOCAL: {} });
      for (const { name, download, maxM } of STRATEGIES) {
        const m = Math.min(2, maxM);
        const outcomes = await Array.fromAsync(download(['BR', 'FR', 'ZZ'], { baseUrl: lab.url('LOCAL') + '/flags', m }));
        console.log(name, outcomes.map(({ code, kind }) => code + ' ' + kind).sort().join(', '));
      }`);
    expect(printed).toBe(STRATEGIES.map(({ name }) => `${name} BR ok, FR ok, ZZ notFound\n`).join(''));
  });

  it('races strategies in processes of their own', async () => {
    const command = ['bench', '-s', 'LOCAL', '-c', 'sequential', '-c', 'workers', '--limit', '2', '--json', '-'];
    const { stdout } = await run(flaglab, command, { cwd: folder, env });
    const { cells } = JSON.parse(stdout) as { cells: { strategy: string; outcomes: { ok: number } }[] };
    expect(cells.map(({ strategy, outcomes }) => [strategy, outcomes.ok])).toEqual([
      ['sequential', 2],
      ['workers', 2],
    ]);
  });

  it('brings types that a strict compiler accepts, and that refuse what is wrong', async () => {
    const consumer = `
      import { type Outcome, startLab, strategy } from 'flaglab';
      await using lab = await startLab({ ERROR: { faults: ['status=503@50%'] } }, { seed: 7 });
      const outcomes: Outcome[] = [];
      for await (const outcome of strategy('async').download(['BR'], { baseUrl: lab.url('ERROR') })) outcomes.push(outcome);
      // @ts-expect-error: a seed is a number
      await startLab({}, { seed: 'seven' });`;
    writeFileSync(join(folder, 'consumer.mts'), consumer);
    const options = '--noEmit --strict --target es2024 --module nodenext --lib es2024,esnext.disposable --types node';
    const compiler = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout } = await run(compiler, [...options.split(' '), 'consumer.mts'], { cwd: folder, env }).catch(
      (failed: { stdout: string }) => failed,
    );
    expect(stdout).toBe('');
  });
});

describe('the flaglab command', () => {
  it('says in one line which Node it needs when it is started by an older one', async () => {
    const older = `const { versions } = process;
      Object.defineProperty(process, 'versions', { value: { ...versions, node: '20.20.2' } });`;
    const started = run(process.execPath, [
      '--import',
      `data:text/javascript,${encodeURIComponent(older)}`,
      FLAGLAB,
      '--version',
    ]);
    await expect(started).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^flaglab needs Node 24 or later; this is .*\n$/),
    });
  });
});
