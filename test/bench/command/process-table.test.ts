import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type ProcessEntry, processTable } from '../../../bench/command/process-table.ts';

/** Runs something in a session of its own while the processes are looked at. */
async function seenBeside(look: () => ProcessEntry[]): Promise<{ pid: number; entries: ProcessEntry[] }> {
  const sleeping = spawn('sleep', ['1000'], { detached: true });
  await once(sleeping, 'spawn');
  const entries = look();
  sleeping.kill('SIGKILL');
  await once(sleeping, 'exit');
  return { pid: sleeping.pid!, entries };
}

describe.each([
  ['the table of processes', () => processTable(new Set())],
  ['the table that ps makes where there is no /proc', () => processTable(new Set(), 'darwin')],
])('%s', (_name, table) => {
  it('holds a process with its parent, its group and its memory', async () => {
    const { pid, entries } = await seenBeside(table);
    const found = entries.find((entry) => entry.pid === pid);
    expect(found).toEqual({ pid, parentPid: process.pid, groupPid: pid, rssBytes: expect.any(Number) });
    expect(found!.rssBytes).toBeGreaterThan(0);
    expect(found!.rssBytes).toBeLessThan(20 * 1024 ** 2);
  });

  it('holds this process, which has more', () => {
    const own = table().find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ parentPid: process.ppid });
    expect(own!.rssBytes).toBeGreaterThan(20 * 1024 ** 2);
  });
});

describe('the table of processes', () => {
  it.each([process.platform, 'darwin'] as const)('leaves out those to skip, on %s', (platform) => {
    const pids = processTable(new Set([process.ppid]), platform).map(({ pid }) => pid);
    expect(pids).toContain(process.pid);
    expect(pids).not.toContain(process.ppid);
  });
});
