import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { runningProcesses } from '../../../helpers/processes.ts';
import { pseudoTerminal } from '../../../helpers/pseudo-terminal.ts';
import { FLAGLAB, runFlaglab } from '../../../helpers/run-flaglab.ts';
import { type Steered, steered } from '../../../helpers/steered.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

describe('watch', () => {
  it('judges a client that asks for more than LIMITED has', async () => {
    await using lab = await steered({ LIMITED: {}, LOCAL: {} });
    const get = [
      process.execPath,
      FLAGLAB,
      'get',
      '--base-url',
      `${lab.urls.LIMITED}/flags`,
      '-a',
      '-m',
      '64',
      '--no-save',
    ];
    const { code, stdout } = await runFlaglab(['watch', '--control', lab.urls.CONTROL!, '--', ...get]);
    expect(code).toBe(0);
    expect(stdout).toContain('64 concurrent connections will be used.');
    expect(stdout).toMatch(/^LIMITED saw:$/m);
    expect(stdout).not.toContain('LOCAL saw:');
    expect(stdout).toMatch(/^ {2}requests +194 for 194 keys, 0 of them repeats of what had not failed$/m);
    expect(stdout).toMatch(/^ {2}answers +\d+ × 200, \d+ × 503$/m);
    expect(stdout).toMatch(/^ {2}in flight +peak 64, /m);
    expect(stdout).toMatch(/^ {2}connections +64, at most 64 at once$/m);
    const shed = Number(/(\d+) turned away by a limit/.exec(stdout)?.[1]);
    expect(shed).toBeGreaterThan(0);
    expect(stdout).toMatch(
      new RegExp(`^ {2}efficiency +none: a limit refused ${shed} of 194 requests, ${shed} of them for good$`, 'm'),
    );
    expect(stdout).toMatch(/\n\d+ were refused; \d+ of 194 requests got an ok answer, at most 64 at once\.\n$/);
    for (const line of stdout.slice(stdout.indexOf('LIMITED saw:')).split('\n')) expect(line.length).toBeLessThan(81);
  });

  it("keeps the command's exit code, and says when no server saw a request", async () => {
    await using lab = await steered({ LOCAL: {} });
    const script = ['--control', lab.urls.CONTROL!, '--', process.execPath, '-e', 'process.exit(7)'];
    expect(await runInMemory(['watch', ...script])).toMatchObject({
      code: 7,
      stdout: 'No server of the lab saw a request.\n',
    });
  });

  it('praises no client that got nothing', async () => {
    await using lab = await steered({ DELAY: {} });
    const curl = ['curl', '-s', '-m', '0.3', `${lab.urls.DELAY}/flags/br/br.gif`];
    const { code, stdout } = await runInMemory(['watch', '--control', lab.urls.CONTROL!, '--', ...curl]);
    expect(code).toBe(28);
    expect(stdout).toMatch(/^ {2}efficiency +none: nothing was ok$/m);
    expect(stdout).toMatch(/\n0 of 1 requests got an ok answer, at most 1 at once\.\n$/);
  });

  it('says of a client that ends as it gives up what it says of one that lives on', async () => {
    await using lab = await steered({ LOCAL: { faults: ['hang'] } });
    const curl = ['curl', '-s', '-m', '0.3', `${lab.urls.LOCAL}/flags/br/br.gif`];
    const { stdout } = await runInMemory(['watch', '--control', lab.urls.CONTROL!, '--', ...curl]);
    expect(stdout).toMatch(/^ {2}answers +1 × left hanging$/m);
    expect(stdout).toMatch(/^ {2}in flight +peak 1, mean 1$/m);
    expect(stdout).toMatch(/^ {2}makespan +0\.[1-9]\d s$/m);
    expect(stdout).toMatch(/^ {2}retries +none, though 1 failed$/m);
  });

  it('says what nothing waited for, over how many connections', async () => {
    await using lab = await steered({ LOCAL: {} });
    const get = [process.execPath, FLAGLAB, 'get', '--base-url', `${lab.urls.LOCAL}/flags`, '-m', '5', '--no-save'];
    const { stdout } = await runInMemory(['watch', '--control', lab.urls.CONTROL!, '--', ...get]);
    expect(stdout).toMatch(/^ {2}efficiency +none: nothing was made to wait$/m);
    expect(stdout).toMatch(/\n20 of 20 requests got an ok answer, (over )?at most [1-5]( connections?)? at once\.\n$/);
  });

  it('prints the verdicts as JSON, and keeps the stdout of the command off them', async () => {
    await using lab = await steered({ LOCAL: {} });
    const script = `console.log('hello'); await fetch('${lab.urls.LOCAL}/flags/br/br.gif')`;
    const ran = await runFlaglab(['watch', '--json', '-', '--control', lab.urls.CONTROL!, '--', ...nodeScript(script)]);
    expect(JSON.parse(ran.stdout)).toMatchObject([{ label: 'LOCAL', requests: 1, ok: 1 }]);
    expect(ran.stderr).toBe('hello\n');
  });

  it('writes them to a file, beside what it prints', async () => {
    await using lab = await steered({ LOCAL: {} });
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'verdicts.json');
    const script = `console.log('hello'); await fetch('${lab.urls.LOCAL}/run/red/flags/br/br.gif')`;
    const ran = await runFlaglab([
      'watch',
      '--json',
      file,
      '--control',
      lab.urls.CONTROL!,
      '--',
      ...nodeScript(script),
    ]);
    expect(ran.stdout).toMatch(/^hello\nLOCAL saw:\n/);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject([{ label: 'LOCAL', run: 'red', requests: 1 }]);
  });

  it('judges the requests of one run by name, beside others that go on', async () => {
    await using lab = await steered({ LOCAL: {} });
    const control = ['--control', lab.urls.CONTROL!];
    const ask = (...paths: string[]) =>
      nodeScript(paths.map((path) => `await fetch('${lab.urls.LOCAL}${path}/flags/br/br.gif');`).join(''));
    const red = runInMemory([
      'watch',
      '--run',
      'red',
      ...control,
      '--',
      ...ask('/run/red', '/run/blue', '/run/red', ''),
    ]);
    const blue = runInMemory(['watch', '--run', 'blue', ...control, '--', ...ask('/flags')]);
    expect((await red).stdout).toMatch(/^LOCAL saw of run red:\n {2}requests +2 for 1 key, /);
    expect((await blue).code).toBe(0);
    const all = await runInMemory(['watch', ...control, '--', ...ask('/run/green', '/run/white', '')]);
    expect(all.stdout.match(/^LOCAL saw.*$/gm)).toEqual([
      'LOCAL saw of run green:',
      'LOCAL saw of run white:',
      'LOCAL saw of requests without a run:',
    ]);
  });

  it('only counts the runs of others that take place meanwhile', async () => {
    await using lab = await steered({ LOCAL: {} });
    const control = ['--control', lab.urls.CONTROL!];
    const flag = (run = '') => `${lab.urls.LOCAL}${run}/flags/br/br.gif`;
    await fetch(flag('/run/blue'));
    const wait = `await new Promise((resolve) => process.stdin.once('data', resolve));`;
    await using watched = await watching(lab, `${wait} await fetch('${flag()}')`);
    const red = await runInMemory([
      'watch',
      '--run',
      'red',
      ...control,
      '--',
      'curl',
      '-so',
      '/dev/null',
      flag('/run/red'),
    ]);
    expect(red.stdout).toMatch(/^LOCAL saw of run red:\n/);
    await fetch(flag('/run/blue'));
    watched.child.stdin.end('go\n');
    expect((await watched.ended).stdout).toMatch(
      /^pid \d+\n2 other runs took place meanwhile: blue, red; --run NAME judges one\.\nLOCAL saw:\n {2}requests +1 for 1 key,/,
    );
    await fetch(flag('/run/blue'));
    const idle = await runInMemory(['watch', ...control, '--', 'curl', '-so', '/dev/null', flag('/run/blue')]);
    expect(idle.stdout).toBe(
      '1 other run took place meanwhile: blue; --run NAME judges one.\nNo server of the lab saw another request.\n',
    );
  });

  it('is refused in one line while another watch is under way, which goes on', async () => {
    await using lab = await steered({ LOCAL: {} });
    await using first = await watching(lab, `await new Promise((resolve) => process.stdin.once('data', resolve))`);
    const second = await runInMemory(['watch', '--control', lab.urls.CONTROL!, '--', 'true']);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^error: the lab at \S+ refused: run-1 goes on at LOCAL: give yours a name .*\n$/);
    first.child.stdin.end('go\n');
    expect(await first.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^No server/m) });
    expect((await runInMemory(['watch', '--control', lab.urls.CONTROL!, '--', 'true'])).code).toBe(0);
  });

  it('leaves no run behind when its command cannot be run', async () => {
    await using lab = await steered({ LOCAL: {} });
    const control = ['--control', lab.urls.CONTROL!];
    const ran = await runInMemory(['watch', ...control, '--', 'no-such-command']);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('"no-such-command" cannot be run') });
    expect((await runInMemory(['watch', ...control, '--', 'true'])).code).toBe(0);
  });

  it('says that a server was reset meanwhile', async () => {
    await using lab = await steered({ LOCAL: {} });
    await using watched = await watching(lab, `await new Promise((resolve) => process.stdin.once('data', resolve))`);
    expect((await runInMemory(['faults', 'reset', 'LOCAL', '--control', lab.urls.CONTROL!])).code).toBe(0);
    watched.child.stdin.end('go\n');
    const { stderr } = await watched.ended;
    expect(stderr).toContain('warning: LOCAL was reset during the run; what it saw before is lost.\n');
  });

  it('says in one line how the faults changed meanwhile', async () => {
    await using lab = await steered({ LOCAL: {} });
    const ask = `await fetch('${lab.urls.LOCAL}/flags/br/br.gif');`;
    const script = `${ask} console.log('asked'); await new Promise((resolve) => process.stdin.once('data', resolve)); ${ask}`;
    await using watched = await watching(lab, script);
    await expect.poll(watched.stdout).toContain('asked\n');
    const control = ['--control', lab.urls.CONTROL!];
    expect((await runInMemory(['faults', 'set', 'LOCAL', 'status=503', ...control])).code).toBe(0);
    watched.child.stdin.end('go\n');
    const { stdout } = await watched.ended;
    expect(stdout).toMatch(/\n {2}note: the faults changed meanwhile: to status=503@100% at \d+\.\d\d s\.\n/);
    expect((await runInMemory(['watch', ...control, '--', ...nodeScript(ask)])).stdout).not.toContain('meanwhile');
  });

  it.each([
    ['no lab', ['--control', 'http://localhost:9', '--', 'true'], 1, 'no lab answers'],
    ['no command', [], 2, "missing required argument 'command'"],
    ['no file for the JSON', ['--json', '--', 'true'], 2, 'give a file, or - for stdout'],
    ['no such name of a run', ['--run', 'a b', '--', 'true'], 2, 'the name of a run is 1 to 64 letters'],
  ])('says that there is %s', async (_what, args, code, message) => {
    const ran = await runInMemory(['watch', ...args]);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
  });
});

/** A command that starts a process in a session of its own. */
const STARTS_IN_SESSION = `const { spawn } = await import('node:child_process'); const child = spawn('sleep', ['600'], { detached: true }); console.log('started', child.pid); await new Promise(() => setInterval(() => {}, 1000))`;

describe('a signal to watch', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is passed on to the command, which ends by it: %s', async (signal, code) => {
    await using lab = await steered({ LOCAL: {} });
    await using watched = await watching(
      lab,
      `await fetch('${lab.urls.LOCAL}/flags/br/br.gif'); await new Promise(() => setInterval(() => {}, 1000))`,
    );
    await expect.poll(async () => requestsOf(lab)).toBe(1);
    watched.child.kill(signal);
    const ended = await watched.ended;
    expect(ended.code).toBe(code);
    expect(ended.stdout).toMatch(/\n1 of 1 requests got an ok answer/);
    expect(isRunning(watched.pid)).toBe(false);
  });

  it('reaches the command once, which may end in its own way; the second kills it', async () => {
    await using lab = await steered({ LOCAL: {} });
    const script = `await new Promise(() => setInterval(() => {}, 1000))`;
    await using watched = await watching(lab, script, `process.on('SIGINT', () => console.log('heard'));`);
    watched.child.kill('SIGINT');
    await expect.poll(watched.stdout).toContain('heard\n');
    watched.child.kill('SIGINT');
    const ended = await watched.ended;
    expect([ended.code, ended.stdout.match(/heard/g)]).toEqual([137, ['heard']]);
    expect(isRunning(watched.pid)).toBe(false);
  });

  it('reaches what the command has started too', async () => {
    await using lab = await steered({ LOCAL: {} });
    const script = `const { spawn } = await import('node:child_process'); const child = spawn('sleep', ['600']); console.log('started', child.pid); await new Promise(() => setInterval(() => {}, 1000))`;
    await using watched = await watching(lab, script);
    await expect.poll(watched.stdout).toMatch(/started \d+\n/);
    const pid = Number(/started (\d+)/.exec(watched.stdout())![1]);
    watched.child.kill('SIGTERM');
    expect((await watched.ended).code).toBe(143);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it.each(['INT', 'INT TERM'])(
    'ends with the command what it leaves running, though that ignores %s',
    async (ignored) => {
      await using lab = await steered({ LOCAL: {} });
      const shell = `trap '' ${ignored}; echo started $$; exec sleep 600`;
      const script = `(await import('node:child_process')).spawn('sh', ['-c', ${JSON.stringify(shell)}], { stdio: 'inherit' })`;
      await using watched = await watching(lab, script);
      await expect.poll(watched.stdout).toMatch(/started \d+\n/);
      const pid = Number(/started (\d+)/.exec(watched.stdout())![1]);
      watched.child.kill('SIGINT');
      await watched.ended;
      expect([isRunning(watched.pid), isRunning(pid)]).toEqual([false, false]);
    },
  );

  it('ends the command too where it kills watch, and what that has started in other sessions', async () => {
    await using lab = await steered({ LOCAL: {} });
    await using watched = await watching(lab, STARTS_IN_SESSION);
    await expect.poll(watched.stdout).toMatch(/started \d+\n/);
    const pid = Number(/started (\d+)/.exec(watched.stdout())![1]);
    watched.child.kill('SIGKILL');
    await expect.poll(() => [isRunning(watched.pid), isRunning(pid)], { timeout: 20_000 }).toEqual([false, false]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends what the command has started in other sessions: %s',
    async (signal) => {
      await using lab = await steered({ LOCAL: {} });
      await using watched = await watching(lab, STARTS_IN_SESSION);
      await expect.poll(watched.stdout).toMatch(/started \d+\n/);
      const pid = Number(/started (\d+)/.exec(watched.stdout())![1]);
      watched.child.kill(signal);
      await watched.ended;
      expect([isRunning(watched.pid), isRunning(pid)]).toEqual([false, false]);
    },
  );

  it('of a terminal, Ctrl-C, reaches the command once', async () => {
    await using lab = await steered({ LOCAL: {} });
    const script = `process.on('SIGINT', () => { console.log('heard'); setTimeout(() => process.exit(3), 300) }); console.log('ready'); await new Promise(() => setInterval(() => {}, 1000))`;
    const command = [process.execPath, FLAGLAB, 'watch', '--control', lab.urls.CONTROL!, '--', ...nodeScript(script)];
    await using terminal = pseudoTerminal(command);
    await expect.poll(terminal.text, { timeout: 10_000 }).toContain('ready');
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(3);
    expect(terminal.text().match(/heard/g)).toEqual(['heard']);
  });
});

function nodeScript(script: string): string[] {
  return [process.execPath, '--input-type=module', '-e', script];
}

/**
 * A watch of a script that has begun. `await using` ends it.
 *
 * @param before what the script has done before it says that it has begun
 */
async function watching(lab: Steered, script: string, before = '') {
  const command = nodeScript(`${before} console.log('pid', process.pid); ${script}`);
  const child = spawn(process.execPath, [FLAGLAB, 'watch', '--control', lab.urls.CONTROL!, '--', ...command]);
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...text }));
  await expect.poll(() => text.stdout, { timeout: 10_000 }).toMatch(/pid \d+\n/);
  const pid = Number(/pid (\d+)/.exec(text.stdout)![1]);
  const stdout = () => text.stdout;
  const stop = async () => {
    for (let i = 0; i < 2; i++) child.kill('SIGTERM');
    await ended;
  };
  return { child, pid, stdout, ended, [Symbol.asyncDispose]: stop };
}

function isRunning(pid: number): boolean {
  return runningProcesses().some((process) => process.pid === pid);
}

async function requestsOf({ urls }: Steered): Promise<number> {
  const records = await (await fetch(`${urls.CONTROL}/api/runs/run-1/records`)).text();
  return records.split('\n').filter(Boolean).length;
}
