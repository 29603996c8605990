import { setTimeout as later } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startRedis } from '../../../scripts/start-redis.ts';
import { agentProcess } from '../../helpers/bench/agent-process.ts';
import { spreadBench } from '../../helpers/bench/spread-bench.ts';
import { runFlaglab } from '../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const CELLS = ['-s', 'DELAY', '-c', 'async', '-c', 'adaptive', '-m', '20', '--all'];

/** How long Redis is away, in milliseconds. */
const AWAY_MS = 5000;

it('waits for a Redis that answers nobody for 5 s, and goes on', { timeout: 240_000 }, async () => {
  await using redis = await startRedis();
  await using left = await agentProcess(redis.url, 'left');
  await using _right = await agentProcess(redis.url, 'right');
  const running = spreadBench(redis.url, 2, ...CELLS);
  await left.saying('waits for the start');
  redis.signal('SIGSTOP');
  await later(AWAY_MS);
  redis.signal('SIGCONT');
  const { code, result, stderr } = await running;
  expect(code, stderr).toBe(0);
  expect(result.cells.map(({ outcomes }) => outcomes.ok)).toEqual([194, 194]);
  expect(stderr).toContain('Redis does not answer: waiting for it');
  expect(stderr).toContain('Redis is back.');
  expect(left.said()).toContain('Redis is back.');
});

it('waits for a Redis that is started again and has forgotten everything', { timeout: 240_000 }, async () => {
  await using redis = await startRedis();
  await using left = await agentProcess(redis.url, 'left');
  await using _right = await agentProcess(redis.url, 'right');
  const running = spreadBench(redis.url, 2, ...CELLS);
  await left.saying('waits for the start');
  await redis.kill();
  await later(AWAY_MS);
  await redis.restart();
  const { code, result } = await running;
  expect(code).toBe(0);
  expect(result.cells.map(({ outcomes }) => outcomes.ok)).toEqual([194, 194]);
});

it('ends where Redis is gone for good; what was measured is kept, and the rest can be measured later', {
  timeout: 240_000,
}, async () => {
  await using folder = await temporaryFolder();
  await using redis = await startRedis();
  await using left = await agentProcess(redis.url, 'left');
  const spread = ['--redis', redis.url, '--agents', '1', '--results', folder.path];
  const running = runFlaglab(['bench', ...CELLS, ...spread]);
  await left.saying('adaptive at m = 20, 194 items: ready');
  await redis.kill();
  const { code, stderr } = await running;
  expect(code).toBe(1);
  expect(stderr).toContain(`error: Redis at ${redis.url} has not answered for 15s`);
  const [, id] = /--resume (\S+)/.exec(stderr)!;
  await redis.restart();
  const refused = await runFlaglab(['bench', '--resume', id!, '--results', folder.path]);
  expect(refused.stderr).toMatch(/the run is spread over agents.*give --redis again/);
  const gone = await runFlaglab(['bench', '--resume', id!, '--json', '-', ...spread]);
  expect(gone.code).toBe(0);
  const { cells } = JSON.parse(gone.stdout);
  expect(cells).toMatchObject([
    { strategy: 'async', outcomes: { ok: 194 } },
    { strategy: 'adaptive', outcomes: { ok: 194 } },
  ]);
  expect(left.said()).toContain('Redis is back.');
});

it.each([0.1, 0.5])('is not waited for at Ctrl-C, %d s after it has gone', async (seconds) => {
  await using redis = await startRedis();
  const agent = await agentProcess(redis.url, 'leaving');
  await redis.kill();
  await later(seconds * 1000);
  expect(await agent.stop('SIGINT')).toBe(0);
  expect(agent.said().trimEnd().endsWith('stopped')).toBe(true);
});
