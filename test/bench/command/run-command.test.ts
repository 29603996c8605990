import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type CommandRun, runCommand } from '../../../bench/command/run-command.ts';
import type { Usage } from '../../../bench/usage/usage.ts';
import { ClientError } from '../../../lib/errors/client-error.ts';
import { ClientTimeoutError } from '../../../lib/errors/client-timeout-error.ts';
import { runningProcesses } from '../../helpers/processes.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const NODE = JSON.stringify(process.execPath);

/** Runs a command, with `br` on its stdin unless told otherwise. */
async function run(command: string, options: Partial<CommandRun> = {}): Promise<Usage> {
  await using folder = await temporaryFolder();
  const stdin = join(folder.path, 'stdin');
  await writeFile(stdin, 'br\n');
  return (await runCommand({ command, stdin, cellTimeoutMs: 60_000, ...options })).usage;
}

/** A shell's words for a Node.js that runs this code, which must hold no single quotes. */
const node = (code: string) => `${NODE} -e '${code}'`;

async function expectGone(mark: string): Promise<void> {
  const left = () => runningProcesses().filter(({ command }) => command.includes(mark));
  await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 5000 });
}

describe('a command', () => {
  it('is run by a shell, with the file on its stdin', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'out');
    await run(`tr a-z A-Z | sed s/^/read:/ > "${file}"`);
    expect(await readFile(file, 'utf8')).toBe('read:BR\n');
  });

  it('costs the CPU time of all its processes, those two levels down included', async () => {
    const burn = 'const used = () => process.cpuUsage().user + process.cpuUsage().system; while (used() < 500000);';
    const { cpuSeconds, eventLoopDelayP99Ms } = await run(`sh -c '${NODE} -e "${burn}"; true'; ${node(burn)}`);
    expect(cpuSeconds).toBeGreaterThan(0.9);
    expect(cpuSeconds).toBeLessThan(2.5);
    expect(eventLoopDelayP99Ms).toBeUndefined();
  });

  it('needs the memory that its processes have at one time, added up', async () => {
    const hold = 'const held = Buffer.alloc(150 * 1024 ** 2, 1); setTimeout(() => held.length, 1000);';
    const one = await run(`sh -c ${JSON.stringify(node(hold))}`);
    expect(one.peakRssBytes).toBeGreaterThan(150 * 1024 ** 2);
    expect(one.peakRssBytes).toBeLessThan(300 * 1024 ** 2);
    const two = await run(`${node(hold)} & (${node(hold)}; true); wait`);
    expect(two.peakRssBytes).toBeGreaterThan(300 * 1024 ** 2);
  });

  it('fails with its exit code and the last line of its stderr', async () => {
    const failing = run('echo first >&2; echo "cannot find the flags" >&2; echo >&2; echo result; exit 3');
    await expect(failing).rejects.toThrow(new ClientError('the command exited with code 3: cannot find the flags'));
  });

  it('fails with the last line of its stdout when it wrote nothing to stderr', async () => {
    await expect(run('echo "no luck"; exit 1')).rejects.toThrow(
      new ClientError('the command exited with code 1, after it had printed: no luck'),
    );
    await expect(run('exit 1')).rejects.toThrow(new ClientError('the command exited with code 1'));
  });

  it('fails when there is no such program', async () => {
    await expect(run('no-such-program -x')).rejects.toThrow(
      /^the command exited with code 127: .*no-such-program.*not found/,
    );
  });

  it('may write more than is kept', async () => {
    const failing = run(
      'yes "all work and no play" | head -c 5000000; yes | head -c 5000000 >&2; echo END >&2; exit 1',
    );
    await expect(failing).rejects.toThrow(/: END$/);
  });

  it('is killed with all its processes when its time is over', async () => {
    const started = performance.now();
    const hanging = run(`(sleep 4711.1 & sleep 4711.1); true`, { cellTimeoutMs: 300 });
    await expect(hanging).rejects.toThrow(new ClientTimeoutError('the command was stopped: it took longer than 300ms'));
    expect(performance.now() - started).toBeGreaterThanOrEqual(300);
    await expectGone('sleep 4711.1');
  });

  it('is killed with all its processes when it is called off', async () => {
    const controller = new AbortController();
    const hanging = run(`(sleep 4712.1 & sleep 4712.1); true`, { signal: controller.signal });
    const startedBoth = () => runningProcesses().filter(({ command }) => command === 'sleep 4712.1');
    const checked = expect(hanging).rejects.toThrow(new ClientError('the command was stopped'));
    await vi.waitFor(() => expect(startedBoth()).toHaveLength(2), { timeout: 5000 });
    controller.abort();
    await checked;
    await expectGone('sleep 4712.1');
  });

  it('never lives when it was called off before', async () => {
    await expect(run('sleep 4713.1', { signal: AbortSignal.abort() })).rejects.toThrow('the command was stopped');
    await expectGone('sleep 4713.1');
  });

  it('leaves nothing running, and is over when its own process is', async () => {
    const { cpuSeconds } = await run('sleep 4714.1 & sleep 4714.1 &');
    expect(cpuSeconds).toBeLessThan(1);
    await expectGone('sleep 4714.1');
  });
});
