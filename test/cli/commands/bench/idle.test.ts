import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { childrenOf, runningProcesses } from '../../../helpers/processes.ts';
import { FLAGLAB, runFlaglab } from '../../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** Both kinds are measured in real time, each in three processes. */
vi.setConfig({ testTimeout: 180_000 });

/** How many of 200 connections are open when the memory is looked at. */
const LEVELS = [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200];

describe('flaglab bench --idle', () => {
  it('says what connections cost each side, and the p99 beside them, the answer last', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'idle.json');
    const { code, stdout, stderr } = await runFlaglab(['bench', '--idle', '200', '--json', file], {
      cwd: folder.path,
    });
    expect(code).toBe(0);
    expect(stderr).toBe('[1/2] keep-alive: measured\n[2/2] WebSocket: measured\n');
    expect(stdout).toMatch(/^Holding 200 idle connections to LOCAL: keep-alive, then WebSocket\.\n/);
    const rows = /^(?:keep-alive|WebSocket) +(?:server|client) +\d.* [MG]B +\d.* [MG]B +(?:–|[\d.]+ KB)/gm;
    expect(stdout.match(rows)).toHaveLength(4);
    const answers = stdout.trimEnd().split('\n').slice(-2);
    for (const answer of answers) {
      expect(answer).toMatch(/ith 200 of them open LOCAL's p99 was [\d.]+ ms, and [\d.]+ ms without/);
    }
    expect(answers[0]).toContain('idle keep-alive connection costs');
    expect(answers[1]).toContain('idle WebSocket costs');
    const result = JSON.parse(await readFile(file, 'utf8'));
    expect(result).toMatchObject({ connections: 200, kinds: [{ kind: 'keep-alive' }, { kind: 'WebSocket' }] });
    for (const { server, client, latency } of result.kinds) {
      for (const { levels, withBytes } of [server, client]) {
        expect(levels.map((level: { connections: number }) => level.connections)).toEqual(LEVELS);
        expect(levels.at(-1).bytes).toBe(withBytes);
      }
      expect(latency.roundsWithP99Ms).toHaveLength(latency.roundsWithoutP99Ms.length);
      expect(Math.min(...latency.roundsWithP99Ms)).toBeGreaterThan(0);
    }
  });

  it.each([
    ['no connection', ['--idle', '0'], 'give a whole number from 1 to 60000'],
    ['what is no number', ['--idle', '1e9'], 'give a whole number from 1 to 60000'],
    ['more than there are ports', ['--idle', '1000000000'], 'give a whole number from 1 to 60000'],
    ['a server beside it', ['--idle', '200', '-s', 'DELAY'], '--idle goes with --json alone: leave out --server'],
    ['a sweep beside it', ['--idle', '200', '--sweep', '1,2'], '--idle goes with --json alone: leave out --sweep'],
    ['a default said again', ['--idle', '200', '--seed', '42'], '--idle goes with --json alone: leave out --seed'],
    ['flags beside it', ['--idle', '200', 'BR'], '--idle goes with --json alone: leave out BR'],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await runInMemory(['bench', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n', 1)[0]).toContain(message);
  });

  it.runIf(process.platform === 'linux')('says at once how many can be open, where that is too few', async () => {
    const script = 'ulimit -n 300 && exec "$0" "$@"';
    const child = spawn('sh', ['-c', script, process.execPath, FLAGLAB, 'bench', '--idle', '250'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect(code).toBe(2);
    expect(stderr.split('\n', 1)[0]).toBe(
      'error: --idle 250 needs 350 open files on each side, and ulimit -n allows 300: at most 200 are possible; raise ulimit -n, or lower --idle',
    );
  });

  it('closes everything at Ctrl-C', async () => {
    const args = [FLAGLAB, 'bench', '--idle', '200', '--json', '-'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
    const isClient = ({ command }: { command: string }) => command.includes('idle-client-process');
    await vi.waitFor(() => expect(childrenOf(child.pid!).some(isClient)).toBe(true), { timeout: 60_000, interval: 50 });
    const children = childrenOf(child.pid!).map(({ pid }) => pid);
    process.kill(-child.pid!, 'SIGINT');
    const [[code], stdout, stderr] = await ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ connections: 200, kinds: [] });
    expect(stderr).toBe('');
    expect(runningProcesses().filter(({ pid }) => children.includes(pid))).toEqual([]);
  });
});
