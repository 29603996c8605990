import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRATEGIES } from '../clients/strategies.ts';
import { CHROMIUM } from './helpers/bench/browser.ts';
import { FLAGLAB } from './helpers/run-flaglab.ts';
import { ROOT } from './helpers/source-tree.ts';

const run = promisify(execFile);

/** As long as packing and installing may take. */
const SETUP_MS = 300_000;

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
  // The versions of the lock are in npm's cache already: installing them asks no registry for anything.
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: object };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages: { ...lock.packages, '': {} } }));
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
  it('holds compiled code, flags and the code of lessons, but no other sources and no tests', () => {
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
    const code = files.filter((file) => !/^(lessons|examples)\//.test(file));
    expect(files).toContain('examples/vitest/retrying-client.test.ts');
    expect(code.filter((file) => /(?<!\.d)\.ts$|^(test|perf)\//.test(file))).toEqual([]);
    // Only a clone has it: with it, the package would look for sources that are not there.
    expect(files).not.toContain('entry/package.json');
  });

  it('holds no paths of the machine that it was built on', () => {
    const built = globSync('dist/**/*.{js,html}', { cwd: join(folder, 'node_modules/flaglab') });
    const texts = built.map(
      (file) => [file, readFileSync(join(folder, 'node_modules/flaglab', file), 'utf8')] as const,
    );
    expect(texts.filter(([, text]) => text.includes(ROOT)).map(([file]) => file)).toEqual([]);
  });

  it('has nothing for npm to run when it is installed, which would look for sources that are not there', () => {
    const installed = readFileSync(join(folder, 'node_modules/flaglab/package.json'), 'utf8');
    const scripts = Object.keys((JSON.parse(installed) as { scripts: Record<string, string> }).scripts);
    expect(scripts.filter((name) => /^((pre|post)?install|prepare)$/.test(name))).toEqual([]);
  });

  it('says in one line that a Node is too old, to who imports it and to who runs it', async () => {
    const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });";
    const message = /^flaglab needs Node 24 or later; this is v\S+ \(.*\)\.\n?$/;
    const imported = await runModule(`${old}\nawait import('flaglab').catch((error) => console.log(error.stack));`);
    expect(imported.trimEnd()).toMatch(message);
    const uncaught = runModule(`${old}\nawait import('flaglab');`);
    await expect(uncaught).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
    const preload = ['--import', `data:text/javascript,${encodeURIComponent(old)}`];
    const bin = join(folder, 'node_modules/flaglab/bin/flaglab.js');
    const started = run(process.execPath, [...preload, bin, '--version'], { env });
    await expect(started).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
  });

  it('says its version', async () => {
    const { stdout } = await run(flaglab, ['--version'], { env });
    expect(stdout).toBe(`${manifest.version}\n`);
  });

  it('walks through a lesson, and judges an exercise, in a folder without a clone', async () => {
    const cwd = mkdtempSync(join(folder, 'empty-'));
    const walk = run(flaglab, ['lesson', '2'], { cwd, env });
    walk.child.stdin!.end('10\n');
    expect((await walk).stdout).toMatch(/You said 10 requests in flight; by the plan it is 1, and 1 was measured\.\n$/);
    await run(flaglab, ['lesson', '2', '--eject', 'workshop'], { cwd, env });
    const [wrong, right] = ['lessons/02-*/wrong/loop.ts', 'workshop/02-slots/answer.ts'];
    const checked = run(flaglab, ['lesson', 'check', '2', wrong, right], { cwd, env });
    const { code, stdout } = await checked.then(
      (ran) => ({ ...ran, code: 0 }),
      (failed: { code: number; stdout: string }) => failed,
    );
    expect(stdout).toMatch(/had 1 request in flight/);
    expect(stdout).toMatch(/^Done: answer does what lesson 2 asks for\.$/m);
    expect(code).toBe(1);
  }, 120_000);

  it('comes as a bundle for laptops without a network', async () => {
    const [tarball] = globSync('flaglab-0*.tgz', { cwd: folder });
    const bundle = join(folder, 'bundle.tar.gz');
    await run(process.execPath, [join(ROOT, 'scripts/bundle.ts'), bundle, join(folder, tarball!)], { env });
    await run('tar', ['-xzf', bundle, '-C', folder]);
    const cwd = join(folder, 'flaglab-workshop');
    const { stdout } = await run('npx', ['flaglab', 'lesson'], { cwd, env: { ...env, npm_config_offline: 'true' } });
    expect(stdout).toContain('Waiting is the cost');
    const readme = readFileSync(join(cwd, 'README.md'), 'utf8');
    expect(readme).toContain('npx flaglab lesson 1 --eject workshop');
    const [, guide = ''] = /guide .* is (\S+)\.$/m.exec(readme) ?? [];
    expect(readFileSync(join(cwd, guide), 'utf8')).toContain('# The workshop');
    // Nothing in it is for one kind of machine.
    expect(globSync('**/*.node', { cwd })).toEqual([]);
  }, 120_000);

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

/** Python with pytest, which Debian brings to its own. */
const PYTHON = `$(for python in python3 /usr/bin/python3; do "$python" -c 'import pytest' 2>/dev/null && echo "$python" && break; done)`;

describe('each recipe of examples/ runs where the package is installed, in a folder as npm init makes it', () => {
  it.each([
    ['vitest', '"$NODE" "$ROOT/node_modules/vitest/vitest.mjs" run', /Tests\s+3 passed \(3\)/],
    ['node-test', '"$NODE" --test --test-reporter=tap retrying-client.node-test.mts', /^# pass 1\n# fail 0$/m],
    [
      'jest',
      '"$NODE" --experimental-vm-modules "$ROOT/node_modules/jest/bin/jest.js" --ci',
      /^Tests:\s+2 passed, 2 total$/m,
    ],
    ['playwright', '"$NODE" "$ROOT/node_modules/@playwright/test/cli.js" test', /^\s*1 passed/m],
    ['pytest', `"${PYTHON}" -m pytest -q -p no:cacheprovider`, /^2 passed/m],
  ])(
    'in %s',
    async (name, command, passed) => {
      for (const tool of ['vitest', '@jest/globals', '@playwright/test']) linkTool(tool);
      cpSync(join(ROOT, 'examples', name), join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'package.json'), '{ "type": "commonjs" }');
      // npm says which Node is its own, which may be an older one.
      const own = { NODE: process.execPath, ROOT, NO_COLOR: '1', FORCE_COLOR: '0' };
      const variables = { CHROMIUM, ...env, ...own };
      const ran = run('sh', ['-c', `${command} 2>&1`], { cwd: join(folder, name), env: variables });
      const { stdout } = await ran.catch((failed: { stdout: string }) => failed);
      expect(stdout).toMatch(passed);
    },
    SETUP_MS,
  );
});

/** Has the folder find a package that the clone has. */
function linkTool(name: string): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) symlinkSync(join(ROOT, 'node_modules', name), path);
}
