import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { environmentOf } from '../../../lib/processes/environment-of.ts';

describe.runIf(process.platform === 'linux')('the environment of a process', () => {
  it('is what it was started with, and empty once it has ended', async () => {
    const env = { PATH: process.env.PATH, NOTE: 'a=b\nc', NONE: '' };
    const reading = spawn('sh', ['-c', 'echo ready; read _'], { env });
    await once(reading.stdout, 'data');
    expect(environmentOf(reading.pid!)).toMatchObject(env);
    reading.stdin.end();
    await once(reading, 'exit');
    expect(environmentOf(reading.pid!)).toEqual({});
  });
});
