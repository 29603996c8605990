import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { relativesOf } from '../../../lib/processes/relatives-of.ts';
import { runningProcesses } from '../../helpers/processes.ts';
import { pseudoTerminal } from '../../helpers/pseudo-terminal.ts';
import { FLAGLAB } from '../../helpers/run-flaglab.ts';
import { ROOT } from '../../helpers/source-tree.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** Long enough for a busy machine; what is left running is left for ever. */
const SOON = { timeout: 20_000, interval: 50 };

const SERVE = ['serve', 'LOCAL', '--port', 'LOCAL=0', '--no-control', '--json'];

/** As in a shell that no wrapper has started, which the tests may well have been. */
const UNWRAPPED: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|MAKE)/.test(name)),
);

/** What was started, and may still run. */
const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0)) end(pid);
});

/** Starts it in a session of its own, as in a terminal of its own, and waits until the servers are there. `said` is its stderr. */
async function startServers(
  name: string,
  args: readonly string[],
): Promise<{ starter: ChildProcess; lab: number; url: string; said: Promise<string> }> {
  const starter = spawn(name, args, { cwd: ROOT, env: UNWRAPPED, stdio: 'pipe', detached: true });
  started.push(starter.pid!);
  const said = text(starter.stderr!);
  let url = '';
  for await (const line of createInterface(starter.stdout!)) {
    const event = JSON.parse(line);
    if (event.type === 'listening') url = event.url;
    if (event.type === 'ready') break;
  }
  const lab = labBelow(starter.pid!);
  started.push(lab);
  return { starter, lab, url, said };
}

/** The process of the lab itself, and not what has started it, which is below an ancestor, or in the session that it leads. */
function labBelow(ancestor: number): number {
  const isLab = /^\S*node\S* \S*flaglab(\.js)? serve/;
  return runningProcesses().find(({ pid, command }) => isLab.test(command) && isBelow(pid, ancestor))!.pid;
}

function isBelow(pid: number, ancestor: number): boolean {
  const parents = new Map(runningProcesses().map((process) => [process.pid, process.parentPid]));
  for (let next: number | undefined = pid; next !== undefined; next = parents.get(next))
    if (next === ancestor) return true;
  return relativesOf(pid).session === ancestor;
}

function isRunning(pid: number): boolean {
  return runningProcesses().some((process) => process.pid === pid);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

describe.runIf(process.platform === 'linux')('what was started', () => {
  it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('through npx ends when that gets %s', async (signal) => {
    const { starter, lab, said } = await startServers('npx', ['flaglab', ...SERVE]);
    starter.kill(signal);
    await expect.poll(() => isRunning(lab), SOON).toBe(false);
    expect(await said).toContain('What has started this has ended, so this ends too.\n');
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'through make, npx and their shells ends when make gets %s',
    async (signal) => {
      const { starter, lab } = await startServers('make', ['serve', `ARGS=${SERVE.slice(1).join(' ')}`]);
      starter.kill(signal);
      await expect.poll(() => isRunning(lab), SOON).toBe(false);
    },
  );

  it('through npx ends though a request is in flight that is never answered', async () => {
    const { starter, lab, url } = await startServers('npx', ['flaglab', ...SERVE, '--fault', 'LOCAL:hang']);
    const asked = expect(fetch(`${url}/flags/br/br.gif`)).rejects.toThrow();
    starter.kill('SIGKILL');
    await expect.poll(() => isRunning(lab), SOON).toBe(false);
    await asked;
  });

  it('by a shell, or through npx in a session of its own, lives on when that ends', async () => {
    const wrapped = await startServers('npx', ['flaglab', ...SERVE]);
    const inShell = (command: string) =>
      startServers('sh', ['-c', `${command} & read _`, 'sh', process.execPath, FLAGLAB, ...SERVE]);
    const others = [await inShell('"$@"'), await inShell(`npx -c 'setsid node ${FLAGLAB} ${SERVE.join(' ')}'`)];
    for (const { starter } of [...others, wrapped]) starter.kill('SIGKILL');
    await expect.poll(() => isRunning(wrapped.lab), SOON).toBe(false);
    for (const { lab } of others) expect(isRunning(lab)).toBe(true);
  });

  it.each([
    ['a subshell', '("$@" &) ; read _'],
    ['a script', `sh -c '"$@" &' sh "$@"; read _`],
  ])('by %s that has ended, within a script of npm, lives on until npm ends', async (_, script) => {
    await using folder = await temporaryFolder();
    const go = `set -- ${[process.execPath, FLAGLAB, ...SERVE].join(' ')}; ${script}`;
    await writeFile(join(folder.path, 'package.json'), JSON.stringify({ scripts: { go } }));
    const { starter, lab } = await startServers('npm', ['run', '--silent', '--prefix', folder.path, 'go']);
    // Four looks later, whoever was to end with its shell has ended.
    await sleep(1000);
    expect(isRunning(lab)).toBe(true);
    starter.kill('SIGKILL');
    await expect.poll(() => isRunning(lab), SOON).toBe(false);
  });

  it('with --exit-with-parent ends when the process ends that has started it', async () => {
    const script = '"$@" & read _';
    const args = ['-c', script, 'sh', process.execPath, FLAGLAB, ...SERVE, '--exit-with-parent'];
    const { starter, lab } = await startServers('sh', args);
    starter.kill('SIGKILL');
    await expect.poll(() => isRunning(lab), SOON).toBe(false);
  });

  it.each([
    ['nohup', [process.execPath, FLAGLAB]],
    ['nohup and npx', ['npx', 'flaglab']],
    ['a script that nohup has started', ['bash', '-c', '"$@"; true', 'bash', process.execPath, FLAGLAB]],
  ])('by %s, without a terminal, lives on after the hangup of its session', async (_, command) => {
    // Job control has a shell wait for what it has started in the background.
    const script = 'nohup "$@" 0</dev/null 2>/dev/null & wait';
    const { starter, lab } = await startServers('bash', ['-c', script, 'bash', ...command, ...SERVE]);
    process.kill(-starter.pid!, 'SIGHUP');
    await expect.poll(() => isRunning(starter.pid!), SOON).toBe(false);
    // Four looks later, whoever was to end with its wrapper has ended.
    await sleep(1000);
    expect(isRunning(lab)).toBe(true);
    process.kill(lab, 'SIGTERM');
    await expect.poll(() => isRunning(lab), SOON).toBe(false);
  });

  it.each([
    ['at once', '"$@" &'],
    ['soon', '"$@" & sleep 0.2'],
  ])('with --exit-with-parent ends though the process has ended %s that has started it', async (when, script) => {
    const mark = `--seed=${process.pid}${when.length}`;
    const args = ['-c', script, 'sh', process.execPath, FLAGLAB, ...SERVE, '--exit-with-parent', mark];
    const starter = spawn('sh', args, {
      cwd: ROOT,
      env: UNWRAPPED,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    started.push(starter.pid!);
    const marked = () => runningProcesses().filter(({ command }) => command.includes(mark));
    await expect.poll(() => marked().length, SOON).toBeGreaterThan(0);
    await expect.poll(marked, SOON).toEqual([]);
  });

  it('by nohup in a terminal takes no notice of a hangup', async () => {
    await using folder = await temporaryFolder();
    // Were nothing in the terminal any more, it would close, and its hangup might come before Node can be told of it.
    const command = ['sh', '-c', 'exec nohup "$@" 3>&1', 'sh', process.execPath, FLAGLAB, ...SERVE];
    await using terminal = pseudoTerminal(command, { cwd: folder.path });
    const told = () => readFile(join(folder.path, 'nohup.out'), 'utf8').catch(() => '');
    await expect.poll(told, SOON).toContain('"ready"');
    const lab = labBelow(process.pid);
    process.kill(lab, 'SIGHUP');
    process.kill(lab, 'SIGTERM');
    // A second signal that it heard would have ended it at once, with 130.
    expect(await terminal.ended).toBe(0);
    expect(await told()).toContain('"stopped"');
  });
});
