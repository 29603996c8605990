import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { together } from '../../../bench/agents/run-share.ts';
import { readClock, serverClock } from '../../../bench/agents/server-clock.ts';

/** Two clocks, the second ahead by `aheadMs`, and questions that take so long there and back. */
function clocks(aheadMs: number, ways: readonly (readonly [number, number])[]) {
  let nowMs = 1000;
  let asked = 0;
  const ask = async () => {
    const [there, back] = ways[asked++ % ways.length]!;
    const theirMs = nowMs + there + aheadMs;
    nowMs += there + back;
    return theirMs;
  };
  return { ask, nowMs: () => nowMs };
}

describe('a clock held against that of the servers', () => {
  it('is known by the quickest answer, and no better than half of its way', async () => {
    const { ask, nowMs } = clocks(-5000, [
      [40, 3],
      [2, 2],
      [1, 9],
    ]);
    expect(await readClock(ask, nowMs)).toEqual({ offsetMs: -5000, uncertaintyMs: 2 });
  });

  it('is wrong by no more than it says, however unequal the ways are', async () => {
    const { ask, nowMs } = clocks(700, [[0, 6]]);
    const { offsetMs, uncertaintyMs } = await readClock(ask, nowMs);
    expect(Math.abs(offsetMs - 700)).toBeLessThanOrEqual(uncertaintyMs);
  });

  it('may be wrong by what it moved meanwhile as well', () => {
    const reading = together({ offsetMs: 10, uncertaintyMs: 0.5 }, { offsetMs: 10.75, uncertaintyMs: 0.25 }, 1000);
    expect(reading).toEqual({ offsetMs: 10, uncertaintyMs: 1.25 });
  });

  it('is asked without a token, for its address is the word of a job', async () => {
    vi.stubEnv('FLAGLAB_TOKEN', 'only-for-my-own-lab');
    const asked: unknown[] = [];
    const server = createServer(({ url, headers }, response) => {
      asked.push(url, headers.authorization);
      response.end('{"nowMs":12}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const ask = serverClock(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await ask()).toBe(12);
    expect(asked).toEqual(['/api/clock', undefined]);
    server.close();
    vi.unstubAllEnvs();
  });

  it('refuses to tell of a share whose clock has jumped', () => {
    const jumped = () => together({ offsetMs: 10, uncertaintyMs: 0.5 }, { offsetMs: 210, uncertaintyMs: 0.5 }, 1000);
    expect(jumped).toThrow('its clock has moved by 200 ms');
  });
});
