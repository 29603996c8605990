import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { planDownload } from '../../../../bench/plan/plan.ts';
import { run } from '../../../../cli/run.ts';
import { countryCodes } from '../../../../lib/flags/country-codes.ts';
import { parseProfile } from '../../../../servers/faults/profile.ts';
import { preset } from '../../../../servers/lab/presets.ts';
import { type Lab, startLab } from '../../../../servers/lab/start-lab.ts';
import { MemoryContext, runInMemory } from '../../../helpers/memory-context.ts';
import { hang, startServer, status } from '../../../helpers/raw/http-server.ts';
import { FLAGLAB } from '../../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

function get(lab: Lab, label: string, args: readonly string[]) {
  return runInMemory(['get', '-s', label, '--base-url', `${lab.url(label)}/flags`, '--no-save', ...args]);
}

describe('get', () => {
  it("prints the book's report", async () => {
    await using lab = await startLab({ LOCAL: {} });
    const args = ['-s', 'local', '--base-url', `${lab.url('LOCAL')}/flags`, '--no-save'];
    const { code, stdout } = await runInMemory(['get', ...args, 'BR', 'fr', 'ZZ', '-m', '2']);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      `LOCAL site: ${lab.url('LOCAL')}/flags`,
      'Searching for 3 flags: BR, FR, ZZ',
      '2 concurrent connections will be used.',
      'Timeout: 3.1 s for each request.',
      '--------------------',
      '  2 flags downloaded.',
      '  1 not found.',
      expect.stringMatching(/^Elapsed time: \d+\.\d\ds$/),
      '',
    ]);
  });

  it('says why items failed, and after how long it gave up, scaled', async () => {
    const teapot = '/flags/us/us.gif';
    await using server = await startServer((path) => (path === teapot ? status(418) : hang));
    const args = ['get', '--base-url', server.baseUrl, '--no-save', '--time-scale', '0.1', 'BR', 'FR', 'US'];
    const { stdout } = await runInMemory(args);
    expect(stdout).toContain('Timeout: 310 ms for each request.\n');
    expect(stdout).toContain('  3 errors.\n    2 timeouts (over 310 ms); 1 × status 418\nElapsed');
    const { reasons, timeoutMs, outcomes } = JSON.parse((await runInMemory([...args, '--json'])).stdout);
    expect({ reasons, timeoutMs }).toEqual({
      reasons: { 'timeout (over 310 ms)': 2, 'status 418': 1 },
      timeoutMs: 310,
    });
    expect(outcomes.find(({ code }: { code: string }) => code === 'US')).toMatchObject({ reason: 'status 418' });
  });

  it('downloads the 20 most populous countries when none is named', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const { stdout } = await get(lab, 'LOCAL', ['--json']);
    const { ok, outcomes } = JSON.parse(stdout);
    expect(ok).toBe(20);
    expect(outcomes.map(({ code }: { code: string }) => code).sort()).toEqual(
      'BD BR CD CN DE EG ET FR ID IN IR JP MX NG PH PK RU TR US VN'.split(' '),
    );
  });

  it('finds 194 flags of 676 pairs of letters', async () => {
    await using lab = await startLab({ LOCAL: {} }, { threads: true });
    const { stdout } = await get(lab, 'LOCAL', ['-e', '-m', '50', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: 194, notFound: 482, errors: 0, cancelled: 0 });
  });

  // A hundred threads would tell no more than thirty, and take a minute.
  it.each([
    ['async', 100],
    ['hybrid', 100],
    ['workers', 30],
  ])('%s ends as the plan foretells, each time anew', { timeout: 240_000 }, async (client, m) => {
    const timeScale = 0.05;
    await using lab = await startLab({ ERROR: {} }, { threads: true, timeScale });
    // A timeout far from every delay: nothing but the fates decides, however busy the machine is.
    const options = `-c ${client} -al 100 -m ${m} --time-scale ${timeScale} --timeout 5m --no-save --json`;
    const args = ['get', '-s', 'ERROR', '--base-url', `${lab.url('ERROR')}/flags`, ...options.split(' ')];
    const world = { label: 'ERROR', profile: parseProfile(preset('ERROR').faults), seed: 42, timeScale, m };
    const { fates } = planDownload({ ...world, codes: countryCodes().slice(0, 100), timeoutMs: 15_000 });
    for (let round = 0; round < 2; round++) {
      const { outcomes } = JSON.parse((await runInMemory(args)).stdout);
      const kinds = new Map(outcomes.map(({ code, kind }: { code: string; kind: string }) => [code, kind]));
      expect(fates.map(({ code }) => [code, kinds.get(code)])).toEqual(
        fates.map(({ code, outcome }) => [code, outcome]),
      );
    }
  });

  it('saves flags, under the names of their countries with --names', async () => {
    await using lab = await startLab({ LOCAL: {} });
    await using folder = await temporaryFolder();
    const args = ['get', '--base-url', `${lab.url('LOCAL')}/flags`, '--out-dir', folder.path];
    await runInMemory([...args, 'BR']);
    await runInMemory([...args, 'US', '--names']);
    expect(await readdir(folder.path)).toEqual(['BR.gif', 'United_States.gif']);
  });

  it('tries again with --retries', async () => {
    await using lab = await startLab({ LAB: { faults: ['status=503,first=2'] } });
    const once = [
      '--base-url',
      `${lab.url('LAB')}/flags`,
      '--no-save',
      '--json',
      '--time-scale',
      '0.01',
      '--timeout',
      '5m',
      'BR',
    ];
    expect(JSON.parse((await runInMemory(['get', ...once])).stdout)).toMatchObject({ ok: 0, errors: 1 });
    const { ok, outcomes } = JSON.parse((await runInMemory(['get', ...once, '--retries', '2'])).stdout);
    expect({ ok, requests: outcomes[0].requests }).toEqual({ ok: 1, requests: 3 });
  });

  it('gives a server of somebody else no more than 5 requests at once unless asked to', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const remote = ['get', '--base-url', `${lab.url('LOCAL')}/flags`, '-c', 'adaptive', '--no-save'];
    expect((await runInMemory(remote)).stdout).toMatch(
      /^REMOTE site: .*\n.*\n5 concurrent connections will be used\.$/m,
    );
    expect((await runInMemory([...remote, '-m', '9'])).stdout).toContain('9 concurrent connections will be used.');
  });

  it('prints a line for each flag with -v', async () => {
    await using lab = await startLab({ LOCAL: {} });
    expect((await get(lab, 'LOCAL', ['-v', 'BR', 'ZZ'])).stdout).toMatch(/^BR: ok 200\nZZ: notFound .*404/m);
  });

  it('ends with 1 and an outcome for each item when nobody answers', async () => {
    const server = await startServer();
    const { baseUrl } = server;
    await server[Symbol.asyncDispose]();
    const { code, stdout } = await runInMemory(['get', '--base-url', baseUrl, '--no-save', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: 0, errors: 20, outcomes: { length: 20 } });
  });

  it('has a bar on stderr when both streams are terminals, but not beside other output', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const args = ['get', '--base-url', `${lab.url('LOCAL')}/flags`, '--no-save', 'BR', 'FR'];
    const barOf = async (context: MemoryContext) => {
      expect(await run(context)).toBe(0);
      return context.stderr.text;
    };
    expect(await barOf(new MemoryContext(args, { columns: 80 }))).toMatch(
      /^\r {2}0%\| {20}\| 0\/2 .*\r100%\|█{20}\| 2\/2 \[00:00<00:00, {2}0\.00\/s\]\S*\n$/,
    );
    expect(await barOf(new MemoryContext(args))).toBe('');
    expect(await barOf(new MemoryContext([...args, '--json'], { columns: 80 }))).toBe('');
    expect(await barOf(new MemoryContext([...args, '-v'], { columns: 80 }))).toBe('');
  });

  it('leaves the bar where it is at Ctrl-C, and ends at once at the second', async () => {
    await using lab = await startLab({ LAB: { faults: ['hang'] } });
    const args = ['get', '--base-url', `${lab.url('LAB')}/flags`, '-m', '20', '--timeout', '50s', '--no-save'];
    const context = new MemoryContext(args, { columns: 80 });
    const ended = run(context);
    await expect.poll(async () => (await lab.records('LAB')).length).toBe(20);
    context.clock.advance(1500);
    context.signals.emit('SIGINT');
    expect(context.stderr.writes.at(-1)).toBe('\r  0%|                    |  0/20 [00:01<--:--,  0.00/s]\u001b[K\n');
    const drawn = context.stderr.text;
    context.signals.emit('SIGINT');
    expect(context.exits).toEqual([130]);
    expect(await ended).toBe(130);
    expect(context.stdout.text).toContain(' 20 cancelled.\nElapsed time: 1.50s\n');
    expect(context.stderr.text).toBe(drawn);
    expect(context.signals.eventNames()).toEqual([]);
  });

  it('at Ctrl-C ends what is in flight, reports what was done and exits with 130', async () => {
    await using lab = await startLab({ LAB: { faults: ['delay=list:1ms@1,60s@1'] } });
    const args = ['get', '--base-url', `${lab.url('LAB')}/flags`, '-m', '20', '--timeout', '50s', '--no-save'];
    const child = spawn(process.execPath, [FLAGLAB, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await vi.waitFor(async () => expect((await lab.records('LAB')).length).toBe(20), { timeout: 15_000 });
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    const done = Number(/(\d+) flags? downloaded/.exec(text)?.[1]);
    const cancelled = Number(/(\d+) cancelled/.exec(text)?.[1]);
    expect(done + cancelled).toBe(20);
    expect(cancelled).toBeGreaterThan(0);
  });

  it('says why nothing could be had, and what to do', async () => {
    const closed = await startLab({ LOCAL: {} });
    const baseUrl = `${closed.url('LOCAL')}/flags`;
    await closed.close();
    const { code, stderr } = await runInMemory(['get', '--base-url', baseUrl, '-l', '3', '--no-save']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: GET \S+: connection refused; is --base-url right\?$/m);
  });

  it.each(['reset', 'garbage', 'hang'])('doubts no address where a server answered with %s', async (fault) => {
    await using lab = await startLab({ ERROR: { faults: [fault] } });
    const args = ['--base-url', `${lab.url('ERROR')}/flags`, '-l', '3', '--no-save', '--timeout', '200ms'];
    const { stdout, stderr } = await runInMemory(['get', ...args]);
    expect(stdout).toContain('3 errors.');
    expect(stderr).not.toContain('--base-url');
  });

  it('says that a folder cannot be written before it asks for anything', async () => {
    await using lab = await startLab({ LOCAL: {} });
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'taken');
    await writeFile(file, '');
    for (const outDir of [file, join(file, 'flags'), '/proc/flags']) {
      const args = ['--base-url', `${lab.url('LOCAL')}/flags`, '--out-dir', outDir];
      const { code, stderr } = await runInMemory(['get', ...args]);
      expect(code).toBe(1);
      expect(stderr).toContain(`error: cannot write to the folder ${outDir}`);
    }
    expect(await lab.records('LOCAL')).toEqual([]);
  });

  it.each([
    ['an unknown label', ['-s', 'NOWHERE'], '"NOWHERE" is not a server'],
    ['REMOTE without a URL', ['-s', 'remote'], 'REMOTE needs --base-url'],
    ['a code that is none', ['BRA'], '"BRA" is not a country code'],
    ['an unknown client', ['-c', 'fibers'], '"fibers" is not a client'],
    ['-m 0', ['-m', '0'], 'give a whole number from 1'],
    ['-l -3', ['-l', '-3'], 'give a whole number from 1'],
    ['5000 threads', ['-m', '5000', '-c', 'workers'], 'm must be a whole number from 1 to 128 for workers, not 5000'],
    ['a timeout that is no duration', ['--timeout', '3'], 'is not a duration'],
    ['a URL that is none', ['--base-url', 'nowhere'], 'is not a base URL'],
    ['an unknown option', ['--fast'], "unknown option '--fast'"],
  ])('refuses %s with one line and exit code 2', async (_what, args, message) => {
    const { code, stderr } = await runInMemory(['get', '--no-save', ...args]);
    expect(code).toBe(2);
    expect(stderr.split('\n')[0]).toContain(message);
  });
});
