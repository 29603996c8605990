import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { startRedis } from '../../../scripts/start-redis.ts';
import { agentProcess } from '../../helpers/bench/agent-process.ts';
import { spreadBench } from '../../helpers/bench/spread-bench.ts';
import { runInMemory } from '../../helpers/memory-context.ts';
import { runFlaglab } from '../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const CELLS = ['-s', 'DELAY', '-c', 'async', '-c', 'adaptive', '-m', '10', '--all'];

it.each([
  {
    what: 'has no memory left',
    refuse: ['config', 'set', 'maxmemory', '100kb'],
    allow: ['config', 'set', 'maxmemory', '0'],
    said: "cannot be used (OOM command not allowed when used memory > 'maxmemory'): give it more memory (maxmemory), or ask for fewer items in a cell",
  },
  {
    what: 'has become a replica',
    refuse: ['replicaof', '127.0.0.1', '1'],
    allow: ['replicaof', 'no', 'one'],
    said: "cannot be used (READONLY You can't write against a read only replica): it is a replica: give the address of the Redis that can be written to",
  },
])(
  'ends where Redis $what, in one line; what was measured is kept, and agents wait',
  {
    timeout: 240_000,
  },
  async ({ refuse, allow, said }) => {
    await using folder = await temporaryFolder();
    await using redis = await startRedis();
    const own = new Redis(redis.url);
    await using left = await agentProcess(redis.url, 'left');
    await using right = await agentProcess(redis.url, 'right');
    const spread = ['--redis', redis.url, '--agents', '2', '--results', folder.path];
    const running = runFlaglab(['bench', ...CELLS, ...spread]);
    await left.saying('adaptive at m = 10, 97 items: ready');
    await own.call(refuse[0]!, ...refuse.slice(1));
    const { code, stderr } = await running;
    expect(code).toBe(1);
    const [, error, id] = /^error: (.*) What was measured is kept: go on with .*--resume (\S+) /m.exec(stderr)!;
    expect(error).toBe(`Redis at ${redis.url} ${said}.`);
    expect(stderr).not.toMatch(/internal error|ReplyError|^ +at /m);
    await Promise.all([left, right].map((agent) => agent.saying(said)));
    await own.call(allow[0]!, ...allow.slice(1));
    await Promise.all([left, right].map((agent) => agent.saying('Redis is back.')));
    const gone = await runFlaglab(['bench', '--resume', id!, '--json', '-', ...spread]);
    expect(gone.code, gone.stderr).toBe(0);
    expect(JSON.parse(gone.stdout).cells).toMatchObject([
      { strategy: 'async', outcomes: { ok: 194 } },
      { strategy: 'adaptive', outcomes: { ok: 194 } },
    ]);
    own.disconnect();
  },
);

it('begins nothing where Redis refuses from the first', async () => {
  await using redis = await startRedis({ args: ['--maxmemory', '100kb'] });
  const { code, stderr } = await spreadBench(
    redis.url,
    1,
    '-s',
    'LOCAL',
    '-c',
    'async',
    '-m',
    '4',
    '--agents-timeout',
    '0ms',
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: [^\n]*\n$/);
});

it('says what is refused with the first word, and what to do', async () => {
  await using redis = await startRedis();
  const own = new Redis(redis.url);
  await own.call('acl', 'setuser', 'limited', 'on', '>secret', '+auth', '+hello');
  own.disconnect();
  const url = redis.url.replace('redis://', 'redis://limited:secret@');
  const { code, stderr } = await runInMemory(['agent', '--redis', url]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: Redis at \S+ cannot be used \(NOPERM [^\n]*\): give its user all commands [^\n]*\n$/);
  expect(stderr).not.toContain('secret');
});
