import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaseKey, PREFIX } from '../../../../bench/agents/keys.ts';
import { checkIn, type Present, present } from '../../../../bench/agents/roster.ts';
import { type StartedRedis, startRedis } from '../../../../scripts/start-redis.ts';
import { agentProcess } from '../../../helpers/bench/agent-process.ts';
import { spreadBench } from '../../../helpers/bench/spread-bench.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';

const CELL = ['-s', 'LOCAL', '-c', 'async', '-m', '4'];

let redis: StartedRedis;

beforeAll(async () => {
  redis = await startRedis({ args: ['--requirepass', 'geheim'] });
});

afterAll(() => redis[Symbol.asyncDispose]());

/** The address with a password. */
const address = (password = 'geheim') => redis.url.replace('redis://', `redis://:${password}@`);

async function said(...args: readonly string[]): Promise<string> {
  const { code, stderr, stdout } = await runInMemory(args);
  expect(stderr + stdout).not.toContain('geheim');
  return `${code} ${stderr.split('\n').find((line) => line.startsWith('error:'))}`;
}

describe('an agent, and a bench that wants some', () => {
  it('say that no Redis answers', async () => {
    const nowhere = 'redis://:geheim@127.0.0.1:1';
    const error =
      '1 error: no Redis answers at redis://:…@127.0.0.1:1 (connection refused): start one with redis-server, or say with --redis where it is';
    expect(await said('agent', '--redis', nowhere)).toBe(error);
    expect(await said('bench', ...CELL, '--redis', nowhere, '--agents', '2')).toBe(error);
  });

  it('say that a Redis may speak no TLS', async () => {
    const error =
      /^1 error: no Redis answers at rediss:\S+ \(no answer within 5s\): .* where it is, and that by redis:\/\/ if it speaks no TLS$/;
    expect(await said('agent', '--redis', redis.url.replace('redis:', 'rediss:'))).toMatch(error);
  });

  it('say that what answers is no Redis', async () => {
    const web = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
    await once(web, 'listening');
    const { port } = web.address() as AddressInfo;
    const error = `1 error: what answers at redis://127.0.0.1:${port} is no Redis`;
    expect(await said('agent', '--redis', `redis://127.0.0.1:${port}`)).toBe(error);
    web.close();
  });

  it('say that the password is wrong, or missing, and never print one', async () => {
    const error = /^1 error: Redis at redis:\/\/\S+ refuses the password, or wants one/;
    expect(await said('agent', '--redis', address('geheimer'))).toMatch(error);
    expect(await said('agent', '--redis', redis.url)).toMatch(error);
  });

  it('say that there is no database of that number', async () => {
    const error = /^1 error: Redis at \S+\/99 cannot be used \(ERR DB index is out of range\)/;
    expect(await said('agent', '--redis', `${address()}/99`)).toMatch(error);
  });

  it('refuse what is no address of a Redis', async () => {
    const error = /^2 error: "http:\/\/…@host" is not the address of a Redis/;
    expect(await said('agent', '--redis', 'http://:geheim@host')).toMatch(error);
    expect(await said('bench', ...CELL, '--redis', 'http://:geheim@host', '--agents', '2')).toMatch(error);
  });

  it('refuse half of what they need', async () => {
    expect(await said('bench', ...CELL, '--agents', '2')).toMatch(/^2 error: --agents needs the Redis/);
    expect(await said('tune', '-s', 'LIMITED', '--redis', redis.url)).toMatch(
      /^2 error: --redis needs the number of agents/,
    );
    expect(await said('bench', ...CELL, '--redis', redis.url, '--agents', '2', '--cpu', '1ms')).toMatch(
      /^2 error: option '--redis/,
    );
    expect(await said('agent', '--redis', redis.url, '--name', 'x'.repeat(41))).toMatch(
      /^2 error: --name must have 1 to 40 characters, not 41/,
    );
  });

  it.each([
    ['', 'must have 1 to 40 characters, not 0'],
    ['   ', 'must not begin or end with a space'],
    ['a\nb (2 cores) waits for work', 'must be one line of characters that can be seen, without control characters'],
    ['\u001b[31mred', 'must be one line of characters that can be seen, without control characters'],
    ['\u202egpj', 'must be one line of characters that can be seen, without control characters'],
  ])('refuse the name %j', async (name, why) => {
    expect(await said('agent', '--redis', redis.url, '--name', name)).toBe(`2 error: --name ${why}`);
  });
});

describe('a bench', () => {
  it('says which agents are there where more are wanted than come, keeps nothing then, and no password ever', async () => {
    await using _agent = await agentProcess(address(), 'anna');
    const { code, stderr, files } = await spreadBench(address(), 2, ...CELL, '--agents-timeout', '1s');
    expect(code).toBe(1);
    expect(stderr).toMatch(/Waiting up to 1s for 2 agents: anna \(\d+ cores?\) is there\./);
    expect(stderr).toMatch(/error: 2 agents did not come within 1s: anna \(\d+ cores?\) is there\./);
    expect(files).toEqual({});
    const run = await spreadBench(address(), 1, ...CELL);
    expect(stderr + run.stderr + Object.values(run.files).join()).not.toContain('geheim');
    expect(run.files['summary.json']).toContain("--redis 'redis://:…@127.0.0.1");
  });

  it('has its agents run what is somebody’s own only where they allow it', async () => {
    const own = ['-s', 'LOCAL', '--limit', '8', '-m', '2', '--command'];
    const command = 'mine=xargs -P 1 -I% curl -s -o /dev/null {base_url}/%/%.gif < {codes_file}';
    await using _strict = await agentProcess(address(), 'strict');
    const refused = await spreadBench(address(), 1, ...own, command, '--agents-timeout', '1s');
    expect(refused.stderr).toMatch(
      /error: 1 agent did not come within 1s: none is free, strict does not count: started without --allow-commands, it runs no .* Start more with npx flaglab agent --redis \S+ --allow-commands,/,
    );
    // The others are taken, whoever else is there.
    await using _open = await agentProcess(address(), 'zoe', '--allow-commands');
    await using _other = await agentProcess(address(), 'other', '--allow-commands');
    const { code, result } = await spreadBench(address(), 2, ...own, command);
    expect(code).toBe(0);
    expect(result.cells[0]).toMatchObject({ items: 8, outcomes: { ok: 8 }, shares: [{ items: 4 }, { items: 4 }] });
  });

  it('takes no two agents of one name', async () => {
    const [one, two] = [await agentProcess(address(), 'dup'), await agentProcess(address(), 'dup')];
    const { code, stderr } = await spreadBench(address(), 2, ...CELL, '--agents-timeout', '1s');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /error: 2 agents did not come within 1s: dup \(\d+ cores?\) is there, another one is called dup, too, and does not count \(give each a --name of its own\)\./,
    );
    await using _other = await agentProcess(address(), 'other');
    const { result } = await spreadBench(address(), 2, ...CELL);
    expect(result.cells[0]!.shares!.map(({ agent }) => agent).sort()).toEqual(['dup', 'other']);
    await Promise.all([one.stop('SIGTERM'), two.stop('SIGTERM')]);
  });

  it('shares no agent with another one', async () => {
    await using _a = await agentProcess(address(), 'a');
    await using _b = await agentProcess(address(), 'b');
    const args = ['-s', 'DELAY', '-c', 'async', '-m', '10', '--limit', '20'];
    const both = await Promise.all([spreadBench(address(), 2, ...args), spreadBench(address(), 2, ...args)]);
    for (const { code, result } of both) {
      expect(code).toBe(0);
      expect(result.cells[0]).toMatchObject({
        items: 20,
        outcomes: { ok: 20 },
        shares: [{ items: 10 }, { items: 10 }],
      });
    }
    expect(both.map(({ stderr }) => /works for another bench/.test(stderr))).toContain(true);
  });
});

describe('what is no agent', () => {
  it('is not there, whatever its name would show', async () => {
    const connection = new Redis(address());
    const agent = { id: 'x', cores: 1, version: '1', node: 'v26', pid: 1, allowsCommands: false };
    await checkIn(connection, { ...agent, name: 'plain' });
    expect(await present(connection)).toMatchObject([{ name: 'plain' }]);
    await checkIn(connection, { ...agent, name: 'a\nb' });
    expect(await present(connection)).toEqual([]);
    await checkIn(connection, { ...agent, name: 'plain', version: '1\u001b[2J' });
    expect(await present(connection)).toEqual([]);
    connection.disconnect();
  });
});

describe('a job that is none', () => {
  it('is refused, as is one of another version, and the agent lives', async () => {
    await using agent = await agentProcess(address(), 'careful');
    const connection = new Redis(address(), { maxRetriesPerRequest: null });
    const queue = new Queue('somebody', { connection, prefix: PREFIX });
    try {
      // It is there soon after it has said that it waits.
      await expect.poll(() => present(connection)).toHaveLength(1);
      const [{ id }] = (await present(connection)) as [Present];
      await connection.set(leaseKey(id), 'somebody');
      await queue.add('share', { hello: 'world' });
      await agent.saying('a job: not done: what is in the queue is no share of a cell');
      await queue.add('share', { version: '0.0.1', bench: 'somebody', run: 'the\nold', index: 0 });
      await agent.saying('a share of the old: not done: the share is of version 0.0.1 of the lab, this agent of');
      await queue.add('share', { version: '0\n1', bench: 'somebody', run: 'old', index: 0 });
      await agent.saying('a share of old: not done: the share is of version 0 1 of the lab');
      await connection.del(leaseKey(id));
      await agent.saying('is free again');
      const { code, result } = await spreadBench(address(), 1, ...CELL);
      expect(code).toBe(0);
      expect(result.cells[0]!.shares).toMatchObject([{ agent: 'careful', items: 20 }]);
    } finally {
      await queue.close();
      connection.disconnect();
    }
  });
});
