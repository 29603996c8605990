import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { TextConnection } from '../../../helpers/raw/text-connection.ts';
import { serving } from '../../../helpers/serving.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const LABELS = ['LOCAL', 'API', 'MOJIFINDER-TCP', 'MOJIFINDER-WEB', 'NAMES'];

it('threads of servers load no zod: faults come to them read, and they write them without a schema', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'modules');
  const loaded = () =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
  /** Which threads have loaded a file whose address has that in it. */
  const loading = (part: string) =>
    [...new Set(loaded().flatMap(([thread, url]) => (url!.includes(part) ? [thread] : [])))].sort();
  const hook = join(ROOT, 'test/helpers/entries/note-modules.ts');
  await using lab = await serving(LABELS, ['--fault', 'API:status=503,first=1'], {
    NODE_OPTIONS: `--import=${hook}`,
    MODULES_FILE: file,
  });
  expect(loading('/servers/lab/server-thread.ts')).toEqual([...LABELS].sort());

  const ask = async (label: string, path: string) => (await fetch(lab.urls[label]! + path)).text();
  const call = async (method: string, path: string, body: object) => {
    const init = { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    return (await fetch(`${lab.urls.CONTROL}/api${path}`, init)).json() as Promise<Record<string, unknown>>;
  };
  const { id } = await call('POST', '/runs', { servers: ['API'] });
  await ask('LOCAL', '/flags/br/br.gif');
  await ask('API', '/flags/br/br.gif');
  await call('PUT', '/servers/API/faults', { faults: ['throttle=1MB/s', 'capacity=8'] });
  await ask('API', '/flags/br/br.gif');
  const { verdicts } = await call('POST', `/runs/${id}/stop`, {});
  const written = 'capacity=8,service=fixed:100ms,queue=32,shed=503 + throttle=1MB/s';
  expect(verdicts).toMatchObject([{ requests: 2, faultChanges: [{ faults: written }] }]);
  expect(await ask('API', '/')).toContain('<code>throttle=1MB/s</code>');
  await vi.waitFor(async () => expect(await ask('MOJIFINDER-WEB', '/search?q=fire')).toContain('FIRE'), {
    timeout: 20_000,
  });
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${new URL(lab.urls.NAMES!).port}`]);
  expect(await resolver.resolve4('is.dev')).not.toEqual([]);
  using finder = await TextConnection.to(Number(new URL(lab.urls['MOJIFINDER-TCP']!).port));
  finder.socket.end('cat face\n');
  await finder.until(/10 found/);
  expect(loading('/node_modules/zod/')).toEqual(['main']);

  // What describes the finder is made of schemas.
  expect(await ask('MOJIFINDER-WEB', '/docs')).toContain('GET /search');
  expect(loading('/node_modules/zod/')).toEqual(['MOJIFINDER-WEB', 'main']);
});
