import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { startThreadedServer } from '../../../servers/lab/threaded-server.ts';
import { runningThreads } from '../../helpers/threads.ts';

const BLOCKED_MS = 1500;
const OPTIONS = { label: 'DELAY', port: 0, profile: parseProfile(['delay=20ms']) };

describe('a server in a thread', () => {
  it('answers others while this thread is blocked', async () => {
    await using server = await startThreadedServer(OPTIONS);
    const answer = fetch(`${server.url}/flags/br/br.gif`);
    await expect.poll(async () => (await server.records()).length).toBe(1);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
    await (await answer).arrayBuffer();
    const { arrivedMs, firstByteMs } = (await server.records())[0]!;
    expect(firstByteMs! - arrivedMs).toBeLessThan(BLOCKED_MS - 100);
  });

  it('rejects what was asked of it, and what is asked later, when its thread has ended', async () => {
    const created = once(process, 'worker');
    const server = await startThreadedServer(OPTIONS);
    const [thread] = (await created) as [Worker];
    const ended = thread.terminate();
    const calls = [server.records(), server.reset(), server.setFaults([])];
    const codes = calls.map((call) => call.then(String, ({ code }) => code));
    await ended;
    expect(await Promise.all(codes)).toEqual(Array(3).fill('LAB_SERVER_GONE'));
    const gone = { name: 'ServerGoneError', message: 'the server DELAY is closed' };
    await expect(server.counts()).rejects.toMatchObject(gone);
    await server.close();
  });

  it('leaves no thread behind when it cannot start', async () => {
    await expect(startThreadedServer({ ...OPTIONS, timeScale: Number.NaN })).rejects.toThrow(/`timeScale`/);
    await expect.poll(runningThreads).toBe(0);
  });
});
