import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it, vi } from 'vitest';
import { MARK_NAME, nextMark } from '../../../bench/command/command-mark.ts';
import { ProcessTree } from '../../../bench/command/process-tree.ts';
import { runningProcesses } from '../../helpers/processes.ts';

/** Runs a script in a shell that leads a session; resolves when it has printed so many lines, which name processes. */
async function start(script: string, lines: number): Promise<{ tree: ProcessTree; root: number; pids: number[] }> {
  const mark = nextMark();
  const shell = spawn('sh', ['-c', `export ${MARK_NAME}="$0"; ${script}`, mark], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const pids: number[] = [];
  for await (const line of createInterface(shell.stdout)) {
    pids.push(Number(line));
    if (pids.length === lines) break;
  }
  return { tree: new ProcessTree(shell.pid!, mark), root: shell.pid!, pids };
}

function running(pids: readonly number[]): number[] {
  return runningProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => pids.includes(pid));
}

describe('a tree of processes', () => {
  it('holds what the root has started, directly or not, and ends it', async () => {
    const { tree, root, pids } = await start(`sh -c 'sleep 1000 & echo $!; echo $$; wait'; true`, 2);
    expect(tree.rssBytes()).toBeGreaterThan(0);
    await tree.kill();
    expect(running([root, ...pids])).toEqual([]);
    expect(tree.rssBytes()).toBe(0);
  });

  it('holds what has lost its parent', async () => {
    const { tree, pids } = await start('(sleep 1000 & echo $!); sleep 1000', 1);
    await tree.kill();
    expect(running(pids)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('holds what has left the session and lost its parent, unseen', async () => {
    const { tree, pids } = await start(`setsid sh -c 'sleep 1000 & echo $!'; sleep 1000`, 1);
    await tree.kill();
    expect(running(pids)).toEqual([]);
  });

  it('holds what has done so without its environment, once it was seen', async () => {
    const { tree, root, pids } = await start(`env -i setsid sh -c 'echo $$; exec sleep 1000' & sleep 1000`, 1);
    tree.rssBytes();
    process.kill(root, 'SIGKILL');
    await vi.waitFor(() => expect(running([root])).toEqual([]));
    expect(running(pids)).toEqual(pids);
    await tree.kill();
    expect(running(pids)).toEqual([]);
  });

  it('lets it end in its own way, and kills what does not', async () => {
    const { tree, root, pids } = await start(
      `(trap 'exec sleep 0' TERM; echo $$; while :; do sleep 0.01; done) & trap '' TERM; sh -c 'echo $$; exec sleep 1000'`,
      2,
    );
    await tree.end();
    expect(running([root, ...pids])).toEqual([]);
  });

  it('does not hold its neighbours', async () => {
    const neighbour = spawn('sleep', ['1000'], { detached: true });
    const { tree } = await start('echo $$; sleep 1000', 1);
    const alone = tree.rssBytes();
    expect(alone).toBeLessThan(20 * 1024 ** 2);
    await tree.kill();
    expect(running([neighbour.pid!])).toEqual([neighbour.pid]);
    neighbour.kill('SIGKILL');
    await once(neighbour, 'exit');
  });
});
