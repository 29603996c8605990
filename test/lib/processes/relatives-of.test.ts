import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { relativesOf } from '../../../lib/processes/relatives-of.ts';

describe.runIf(process.platform === 'linux')('the relatives of a process', () => {
  it('are its parent, its group and its session', async () => {
    const sleeping = spawn('sleep', ['1000'], { detached: true });
    await once(sleeping, 'spawn');
    const { pid } = sleeping;
    expect(relativesOf(pid!)).toEqual({ parentPid: process.pid, group: pid, session: pid, hasEnded: false });
    sleeping.kill('SIGKILL');
    await once(sleeping, 'exit');
    expect(() => relativesOf(sleeping.pid!)).toThrow(/ENOENT|ESRCH/);
  });
});
