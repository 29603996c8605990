import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serverSpecs } from '../../../../cli/options/server-options.ts';
import { SYSTEM_SERVERS } from '../../../../servers/lab/systems.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { TextConnection } from '../../../helpers/raw/text-connection.ts';
import { serving } from '../../../helpers/serving.ts';
import { ROOT } from '../../../helpers/source-tree.ts';

const FINDERS = ['MOJIFINDER-TCP', 'MOJIFINDER-WEB'];

it('a system’s name stands for all of its servers, and plain serve starts none of them', () => {
  const labelsOf = (names: string[]) => serverSpecs(names, {}, ['LOCAL']).map(({ label }) => label);
  expect(labelsOf(['mojifinder', 'local'])).toEqual([...FINDERS, 'LOCAL']);
  expect(labelsOf([])).toEqual(['LOCAL']);
});

it('every system’s servers have labels and ports of their own', () => {
  const servers = SYSTEM_SERVERS.map(({ label, port }) => ({ label, port }));
  expect(new Set(servers.map(({ label }) => label)).size).toBe(servers.length);
  expect(new Set(servers.map(({ port }) => port)).size).toBe(servers.length);
});

it('the servers of a system are in the control API as any: faults, runs, records and resets', async () => {
  await using lab = await serving(FINDERS, ['--verbose']);
  const call = async (method: string, path: string, body?: object) => {
    const init = {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    };
    return (await fetch(`${lab.urls.CONTROL}/api${path}`, init)).json() as Promise<Record<string, unknown>>;
  };
  expect(new URL(lab.urls['MOJIFINDER-TCP']!).protocol).toBe('tcp:');
  const refused = await call('PUT', '/servers/MOJIFINDER-TCP/faults', { faults: ['status=503'] });
  expect(refused).toMatchObject({ status: 400, detail: expect.stringContaining('it takes hang, reset, garbage') });
  await call('PUT', '/servers/MOJIFINDER-TCP/faults', { faults: ['delay=5ms'] });
  const { id } = await call('POST', '/runs', { servers: ['MOJIFINDER-TCP'] });
  using client = await TextConnection.to(Number(new URL(lab.urls['MOJIFINDER-TCP']!).port));
  client.socket.end('cat face\n');
  await client.until(/10 found/);
  await expect.poll(() => lab.events.filter(({ type }) => type === 'request')).toHaveLength(1);
  const { verdicts } = (await call('POST', `/runs/${id}/stop`)) as { verdicts: object[] };
  expect(verdicts).toMatchObject([{ label: 'MOJIFINDER-TCP', requests: 1, answers: { statuses: { answered: 1 } } }]);
  expect(await call('POST', '/servers/MOJIFINDER-TCP/reset', {})).toMatchObject({ faults: [] });
});

it.each([
  [['bench', '-s', 'MOJIFINDER-WEB'], 'MOJIFINDER-WEB has no flags to download: it can be started by serve alone'],
  [['tune', '-s', 'mojifinder-tcp'], 'MOJIFINDER-TCP has no flags to download: it can be started by serve alone'],
  [['plan', '-s', 'MOJIFINDER-WEB'], 'MOJIFINDER-WEB has no flags to download: it can be started by serve alone'],
  [
    ['serve', 'MOJIFINDER', '--fault', 'MOJIFINDER-TCP:capacity=8'],
    'MOJIFINDER-TCP cannot carry out the fault capacity',
  ],
  [
    ['serve', 'MOJIFINDER', '--port', 'MOJIFINDER=1'],
    'MOJIFINDER is several servers: say MOJIFINDER-TCP or MOJIFINDER-WEB',
  ],
  [['serve', 'MOJIFINDER', '--schedule', 'MOJIFINDER-TCP@1s: status=503'], 'cannot carry out the fault status'],
])('flaglab %j is a usage error', async (args, message) => {
  const { code, stderr } = await runInMemory(args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

it('a client of the first edition finds its servers at the ports that the documented line gives them', async () => {
  const script = join(ROOT, 'examples/first_edition.py');
  const ports = Object.fromEntries(
    [...readFileSync(join(ROOT, 'docs/systems.md'), 'utf8').matchAll(/--port (LOCAL|DELAY|ERROR)=(\d+)/g)].map(
      ([, label, port]) => [label, Number(port)],
    ),
  );
  const table = /PORTS = (\{.*\})/.exec(readFileSync(script, 'utf8'))![1]!;
  expect(JSON.parse(table)).toEqual(ports);
  await using lab = await serving(['ERROR'], ['--time-scale', '0.01']);
  const { stdout } = spawnSync('python3', [script, `${lab.urls.ERROR}/flags`], { encoding: 'utf8' });
  expect(stdout).toMatch(/^ *\d+ x 200\n *\d+ x 418\n$/);
  const counts = [...stdout.matchAll(/(\d+) x/g)].map(([, count]) => Number(count));
  expect(counts.reduce((a, b) => a + b)).toBe(20);
});
