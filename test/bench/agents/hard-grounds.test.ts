import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isMeasured } from '../../../bench/result/cell.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { type StartedRedis, startRedis } from '../../../scripts/start-redis.ts';
import { selfSigned } from '../../../servers/proxy/self-signed.ts';
import { agentProcess } from '../../helpers/bench/agent-process.ts';
import { FLAGLAB, runFlaglab } from '../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const run = promisify(execFile);

describe('agents behind TLS', () => {
  it('speak it to Redis, whose certificate is checked', async () => {
    await using folder = await temporaryFolder();
    const tls = { key: join(folder.path, 'key.pem'), cert: join(folder.path, 'cert.pem') };
    const certificate = await selfSigned({});
    await Promise.all([writeFile(tls.key, certificate.key), writeFile(tls.cert, certificate.pem)]);
    await using redis = await startRedis({ tls });
    expect(redis.url).toMatch(/^rediss:/);
    const refused = await runFlaglab(['agent', '--redis', redis.url]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(
      /^error: the certificate of Redis at rediss:\S+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\): name .* NODE_EXTRA_CA_CERTS\n$/,
    );
    const plain = await runFlaglab(['agent', '--redis', redis.url.replace('rediss:', 'redis:')]);
    expect(plain.stderr).toMatch(/^error: no Redis answers at .*, and that by rediss:\/\/ if it speaks TLS\n$/);
    vi.stubEnv('NODE_EXTRA_CA_CERTS', tls.cert);
    await using _agent = await agentProcess(redis.url, 'safe');
    const spread = ['--redis', redis.url, '--agents', '1', '--results', folder.path, '--json', '-'];
    // In a process of its own: what is trusted is known when that starts.
    const { code, stdout } = await runFlaglab(['bench', '-s', 'LOCAL', '-c', 'async', '-m', '4', ...spread]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).cells).toMatchObject([{ outcomes: { ok: 20 }, shares: [{ agent: 'safe', items: 20 }] }]);
    vi.unstubAllEnvs();
  });
});

describe('two agents', () => {
  let redis: StartedRedis;
  let agents: Awaited<ReturnType<typeof agentProcess>>[];

  beforeAll(async () => {
    redis = await startRedis();
    agents = [await agentProcess(redis.url, 'quick'), await agentProcess(redis.url, 'slow')];
  });
  afterAll(async () => {
    await Promise.all(agents.map((agent) => agent.stop('SIGTERM')));
    await redis[Symbol.asyncDispose]();
  });

  it('do what tune measures, and it finds the slots of the server', async () => {
    await using folder = await temporaryFolder();
    const faults = [
      '-s',
      'KNEE',
      '--fault',
      'capacity=2,service=fixed:30ms,queue=200',
      '--max-m',
      '4',
      '--budget',
      '3',
      '--limit',
      '48',
    ];
    const spread = ['--redis', redis.url, '--agents', '2', '--results', folder.path, '--json'];
    const { code, stdout } = await runFlaglab(['tune', ...faults, ...spread]);
    expect(code).toBe(0);
    const { best, run: id } = JSON.parse(stdout);
    expect(best).toMatchObject({ m: 2, knownM: 2 });
    const { cells } = JSON.parse(await readFile(join(folder.path, id, 'summary.json'), 'utf8')) as BenchResult;
    const levels = cells.filter(isMeasured).map(({ m, shares = [] }) => [m, shares.map((share) => share.m)]);
    expect(levels.sort()).toEqual([
      [1, [1]],
      [2, [1, 1]],
      [4, [2, 2]],
    ]);
  });

  it('are in the table that tune prints', async () => {
    await using folder = await temporaryFolder();
    const search = ['-s', 'KNEE', '--fault', 'capacity=2,service=fixed:20ms', '--max-m', '2', '--limit', '20'];
    const spread = ['--redis', redis.url, '--agents', '2', '--results', folder.path];
    const { code, stdout } = await runFlaglab(['tune', ...search, ...spread]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^agent +cores .*clock known to +first request +last item +late$/m);
    expect(stdout).toMatch(/^(quick|slow) .*± \d+\.\d ms/m);
  });

  it('say what could not be kept where the folder takes no more, and are free for the next bench', async () => {
    await using folder = await temporaryFolder();
    const args = [
      'bench',
      '-s',
      'LOCAL',
      '-c',
      'async',
      '--all',
      '--redis',
      redis.url,
      '--agents',
      '2',
      '--results',
      folder.path,
    ];
    const withFiles = (blocks: number) =>
      run('sh', ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, FLAGLAB, ...args]).catch(
        (error) => error,
      );
    // The summary is larger than that before the first cell, so that there is nothing to go on with …
    const full = await withFiles(2);
    expect(full.code).toBe(1);
    expect(full.stderr).toMatch(/cannot be (written|kept)/);
    expect(full.stderr).not.toContain('--resume');
    // … and the records of the first cell are larger than that.
    const amid = await withFiles(40);
    expect(amid.code).toBe(1);
    expect(amid.stderr).toMatch(
      /^error: .*cannot be written.* What was measured before is kept: go on with npx flaglab bench --resume \S+ .*--redis URL$/m,
    );
    // The page of the report is larger than all else, and is not left there by half.
    const late = await withFiles(160);
    expect(late.code).toBe(1);
    const [, id = ''] = /All that was measured is kept: npx flaglab report (\S+) --results \S+ makes its page$/m.exec(
      late.stderr,
    )!;
    expect(readdirSync(join(folder.path, id)).sort()).toEqual(['records.ndjson', 'summary.json']);
    const { code } = await runFlaglab(args);
    expect(code).toBe(0);
    expect(readdirSync(folder.path).length).toBeGreaterThan(0);
  });
});
