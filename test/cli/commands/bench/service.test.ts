import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MeasuredCell } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { type Listening, listen } from '../../../../servers/http/listen.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** What the service was asked, as it came: method, path, body and some headers. */
interface Asked {
  readonly line: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

const SLOTS = 4;
const BUSY_MS = 20;

let asked: Asked[];
let service: Listening;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

/** A shop that serves four at once and turns away whoever comes amid twelve others. */
beforeEach(async () => {
  asked = [];
  folder = await temporaryFolder();
  let inService = 0;
  const waiting: (() => void)[] = [];
  service = await listen(
    async (request, response) => {
      const body = (await Array.fromAsync(request)).join('');
      const { method, url = '', headers } = request;
      asked.push({ line: `${method} ${url}`, body, headers });
      if (waiting.length >= 8) return void response.writeHead(503).end();
      if (inService >= SLOTS) await new Promise<void>((resolve) => void waiting.push(resolve));
      inService++;
      await new Promise((resolve) => void setTimeout(resolve, BUSY_MS));
      inService--;
      waiting.shift()?.();
      if (url.includes('moved')) response.writeHead(302, { location: '/products/1' }).end();
      else if (url.includes('gone')) response.writeHead(404).end();
      else response.end('a product');
    },
    { label: 'SHOP', port: 0 },
  );
});

afterEach(async () => {
  await service.close(0);
  await folder[Symbol.asyncDispose]();
});

async function bench(...args: readonly string[]) {
  const ran = await runInMemory(['bench', '--results', folder.path, '--json', '-', ...args]);
  const result = ran.stdout === '' ? undefined : JSON.parse(ran.stdout);
  return { ...ran, result: result as Omit<BenchResult, 'cells'> & { cells: MeasuredCell[] } };
}

const products = (...args: readonly string[]) => ['--url', `${service.url}/products/{item}`, '-c', 'async', ...args];

describe('a bench of any service', () => {
  it('asks for each item through a proxy that sees what is in flight, and claims no ideal', async () => {
    const { result, code } = await bench(...products('--items', '1..60', '-m', '4'));
    expect(code).toBe(0);
    expect(asked.map(({ line }) => line).toSorted()).toEqual(
      Array.from({ length: 60 }, (_, i) => `GET /products/${i + 1}`).toSorted(),
    );
    const [cell] = result.cells;
    expect(cell).toMatchObject({ server: 'REMOTE', items: 60, outcomes: { ok: 60 }, peakInFlight: 4, connections: 4 });
    expect(cell).not.toHaveProperty('efficiency');
    expect(result).toMatchObject({ service: { origin: service.url, path: '/products/{item}', method: 'GET' } });
  });

  it('adds faults by the fate of each key, and counts what is ok as it is told to', async () => {
    const items = ['--items', '1..40', '--fault', 'status=418@50%'];
    const { result } = await bench(...products(...items, '-m', '4'));
    const { result: lenient } = await bench(...products(...items, '-m', '2', '--ok', '200,418'));
    const [{ outcomes }] = result.cells as [MeasuredCell];
    expect(outcomes.ok + outcomes.httpError).toBe(40);
    expect(outcomes.httpError).toBeGreaterThan(5);
    // What the proxy answers itself never comes to the service, whoever asks.
    expect(asked).toHaveLength(2 * outcomes.ok);
    expect(lenient.cells).toMatchObject([{ outcomes: { ok: 40 } }]);
  });

  it('sends method, headers and body with the item in it, and keeps no secret', async () => {
    const file = join(folder.path, 'order.json');
    await writeFile(file, '{"sku":"{item}"}');
    const given = ['--url', `${service.url}/orders?for={item}`, '--items', 'a b,ü', '--body', `@${file}`];
    const { result } = await bench(...given, '-H', 'Authorization: Bearer s3cret', '-c', 'sequential');
    expect(asked).toMatchObject([
      { line: 'POST /orders?for=a%20b', body: '{"sku":"a b"}', headers: { authorization: 'Bearer s3cret' } },
      { line: 'POST /orders?for=%C3%BC', body: '{"sku":"ü"}' },
    ]);
    expect(result.service).toMatchObject({ method: 'POST', headerNames: ['authorization'], hasBody: true });
    expect(JSON.stringify(result)).not.toContain('s3cret');
    expect(await readFile(join(folder.path, result.id, 'summary.json'), 'utf8')).not.toContain('s3cret');
  });

  it('follows no redirect, and calls what is not there not found', async () => {
    const { result } = await bench(...products('--items', 'moved,gone,1', '--direct'));
    expect(result.cells).toMatchObject([
      { outcomes: { ok: 1, notFound: 1, httpError: 1 }, reasons: { 'status 302': 1 } },
    ]);
    expect(asked).toHaveLength(3);
    expect(asked[0]!.headers).not.toHaveProperty('x-lab-run');
    expect(result.cells[0]).not.toHaveProperty('peakInFlight');
  });

  it('says that it was refused before anything else, and praises nothing that was', async () => {
    const args = products('--items', '1..60', '--sweep', '1,4,48');
    const { stdout } = await runInMemory(['bench', '--results', folder.path, ...args]);
    expect(stdout).toMatch(
      /^Measuring async on GET http\S+\/products\/\{item\} with 60 items: 3 measurements, timeout 10s\.$/m,
    );
    expect(stdout).toMatch(/^At m = 48 the server refused \d+ of 60; the most that worked without errors: m = 4\./m);
    expect(stdout).toMatch(
      /async on REMOTE: from m = 48 on the server refused requests; without these levels, m = 4 is enough/,
    );
  });

  it('gives another computer five requests at once, unless somebody says more', async () => {
    // This computer by an address that is none of its loopback ones.
    const elsewhere = ['--url', `http://0.0.0.0:${service.port}/{item}`, '--items', '1..20', '-c', 'async'];
    const { result, stderr } = await bench(...elsewhere);
    expect(result.cells).toMatchObject([{ m: 5, outcomes: { ok: 20 } }]);
    expect(stderr).toContain('At most 5 requests in flight');
    const { result: told } = await bench(...elsewhere, '-m', '7');
    expect(told.cells).toMatchObject([{ m: 7 }]);
  });

  const two = ['--url', 'http://localhost:1/{item}', '--items', '1..2'];
  it.each([
    ['items without a service', ['--items', '1..5'], /--items needs a service/],
    ['a service without items', ['--url', 'http://localhost:1/{item}'], /--url needs --items/],
    ['what is no URL', ['--url', 'localhost:1/{item}', '--items', '1..2'], /no URL of a service/],
    ['an item in the host', ['--url', 'http://{item}/', '--items', '1..2'], /no URL of a service/],
    ['a password', ['--url', 'http://me:pw@localhost/{item}', '--items', '1..2'], /-H "Authorization/],
    ['a server of the lab', ['--url', 'http://localhost:1/{item}', '--items', '1..2', '-s', 'LOCAL'], /cannot be used/],
    ['a module', ['--url', 'http://localhost:1/{item}', '--items', '1..2', '-c', './mine.ts'], /watch --help/],
    ['a header that is none', ['--url', 'http://localhost:1/{item}', '--items', '1..2', '-H', 'x'], /no header/],
    ['a header of its own', ['--url', 'http://localhost:1/{item}', '--items', '1..2', '-H', 'Upgrade: x'], /itself/],
    ['faults without the proxy', [...two, '--direct', '--fault', 'delay=1s'], /^error: --fault needs the proxy/],
    ['a schedule without it', [...two, '--direct', '--schedule', 'REMOTE@1s: none'], /--schedule needs the proxy/],
    [
      'items in a folder',
      ['--url', 'http://localhost:1/{item}', '--items', '/'],
      /^error: the file of items \/ .* folder/,
    ],
    ['a body in a folder', [...two, '--body', '@/'], /^error: the body \/ cannot be read: it is a folder: give a file/],
    [
      'too few items for an assertion',
      [...two, '--assert', 'async.REMOTE.p95<1s'],
      /p95 needs 100 items a cell, not 2/,
    ],
    ['a rate for others', ['--url', 'http://192.0.2.1/{item}', '--items', '1..2', '--rate', '1/s'], /have not agreed/],
  ])('refuses %s in one line', async (_, args, line) => {
    const { code, stderr } = await runInMemory(['bench', '--results', folder.path, ...args]);
    expect([code, stderr.split('\n')[0]]).toEqual([2, expect.stringMatching(line)]);
  });
});

describe('tune for any service', () => {
  const tune = (...args: readonly string[]) => {
    const given = ['tune', '--results', folder.path, '--json', '--url', `${service.url}/products/{item}`, ...args];
    return runInMemory(given);
  };

  it('finds how much concurrency it takes, and stops where it refuses', async () => {
    const { stdout } = await tune('--items', '1..3', '--limit', '60', '--budget', '9');
    const { best, curve, stopped } = JSON.parse(stdout);
    // Four slots of 20 ms; a busy machine may add to what each request takes.
    expect(best.m).toBeGreaterThanOrEqual(3);
    expect(best.m).toBeLessThanOrEqual(12);
    expect(Math.max(...curve.map(({ m }: { m: number }) => m))).toBeLessThanOrEqual(16);
    expect(stopped).toMatch(/^at m = \d+ (?:the server refused requests|p95 was .*, more than twice that of m = 1)$/);
    expect(best.sentence).toMatch(/^Best m for async on http:\S+: \d+.* No higher m was tried, because at m = \d+ /);
  });

  it('says when the cap has set the answer, and not the service', async () => {
    const { stdout } = await tune('--items', '1..20', '--max-m', '2', '--limit', '60');
    expect(JSON.parse(stdout).best).toMatchObject({ m: 2, sentence: expect.stringContaining('--max-m') });
  });
});
