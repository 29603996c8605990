import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRun } from '../../../../../bench/store/load-run.ts';
import type { ExperimentState } from '../../../../../servers/control/experiments/experiment-schemas.ts';
import { EVENT_INTERVAL_MS } from '../../../../../servers/control/streams.ts';
import { type Experimenting, experimenting } from '../../../../helpers/bench/experimenting.ts';
import { runInMemory } from '../../../../helpers/memory-context.ts';
import { runningProcesses } from '../../../../helpers/processes.ts';
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts';

const THROWING = `export default async function* (codes) {
  yield { code: codes[0], kind: 'ok', startedMs: 0, endedMs: 1 };
  throw new TypeError('no more flags');
}
`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let shared: Experimenting;

beforeAll(async () => {
  folder = await temporaryFolder();
  const throwing = join(folder.path, 'throwing.mjs');
  await writeFile(throwing, THROWING);
  shared = await experimenting(['LOCAL', 'DELAY', 'LIMITED'], ['--client', './examples/mine.ts', '--client', throwing]);
});

afterAll(async () => {
  await shared[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** What must be the same of two runs: what was asked, and what became of each item. */
async function essence(results: string, id: string) {
  const { result, records } = await loadRun(results, id);
  const { servers, codes, seed, timeScale, timeoutMs, planned, items, cells } = result;
  const outcomes = records
    .map(({ cell, code, kind, status, requests, bytes, injectedMs }) =>
      JSON.stringify([cell, code, kind, status, requests, bytes, injectedMs]),
    )
    .sort();
  return {
    ...{ servers, codes, seed, timeScale, timeoutMs, planned, items, outcomes },
    kinds: cells.map((cell) => 'outcomes' in cell && cell.outcomes),
  };
}

/** The processes that a process has started, and those that these have. */
function descendants(pid: number): number[] {
  const all = runningProcesses();
  const below = (parent: number): number[] =>
    all.filter(({ parentPid }) => parentPid === parent).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(pid);
}

/** The flags of each cell, put together from what was told of them: a reader may have some already. */
function assembled(changes: readonly ExperimentState[]): string[][] {
  const lanes: string[][] = [];
  for (const { cells } of changes) {
    for (const [i, { flagsFrom, flags }] of cells.entries()) {
      expect(lanes[i]?.length ?? 0).toBeGreaterThanOrEqual(flagsFrom);
      lanes[i] = [...(lanes[i] ?? []).slice(0, flagsFrom), ...flags];
    }
  }
  return lanes;
}

describe('a race', () => {
  it('is told flag by flag, ends with ranking, headline and report, and is kept as bench keeps the same', async () => {
    await using followed = await shared.follow();
    const began = performance.now();
    const order = { kind: 'race', server: 'delay', clients: ['sequential', 'ASYNC'], m: 4, limit: 6, timeScale: 0.2 };
    const { id, cells } = await shared.start(order);
    expect(cells.map(({ client, m, state, items }) => [client, m, state, items])).toEqual([
      ['sequential', 1, 'waiting', 6],
      ['async', 4, 'waiting', 6],
    ]);
    const end = await shared.end(id);
    expect(end).toMatchObject({ state: 'done', ranking: [1, 0], report: `/reports/${id}` });
    expect(end.headline).toMatch(/^With 4 requests in flight async finished DELAY [\d.]+ times sooner than sequential/);
    await expect.poll(() => followed.changes.at(-1)?.state).toBe('done');
    expect(followed.changes.length).toBeLessThanOrEqual((performance.now() - began) / EVENT_INTERVAL_MS + 1);

    // At any moment a lane has the flags whose records the server held, give or take one look at them.
    const { records } = await loadRun(shared.results, id);
    const running = followed.changes.flatMap((change, at) =>
      change.cells.flatMap(({ state, elapsedMs }, lane) => (state === 'running' ? [{ lane, elapsedMs, at }] : [])),
    );
    const shown = running.map(({ lane, elapsedMs, at }) => {
      const count = assembled(followed.changes.slice(0, at + 1))[lane]!.length;
      const held = (atMs: number) => records.filter(({ cell, endedMs }) => cell === lane && endedMs <= atMs).length;
      expect(count).toBeGreaterThanOrEqual(held(elapsedMs - 2 * EVENT_INTERVAL_MS));
      expect(count).toBeLessThanOrEqual(held(elapsedMs + EVENT_INTERVAL_MS));
      return lane === 0 ? count : 0;
    });
    expect(shown.some((count) => count > 0 && count < 6)).toBe(true);
    const inTurn = records.filter(({ cell }) => cell === 0).map(({ code }) => code);
    expect(assembled(followed.changes)[0]).toEqual(inTurn);
    expect(assembled(followed.changes)).toEqual(end.cells.map(({ flags }) => flags));

    await using late = await shared.follow();
    await expect.poll(() => late.changes).toEqual([end]);

    await using other = await temporaryFolder();
    const typed = `bench -s DELAY -c sequential -c async -m 4 -l 6 --time-scale 0.2 --results ${other.path}`;
    expect((await runInMemory(typed.split(' '))).code).toBe(0);
    expect(end.commandLine).toBe(`npx flaglab ${typed}`.replace(other.path, shared.results));
    expect(await essence(shared.results, id)).toEqual(await essence(other.path, 'last'));
  });

  it('has somebody’s own client in a lane, and one that fails says why', async () => {
    const order = { kind: 'race', server: 'LOCAL', clients: ['mine', 'throwing', 'async'], limit: 5 };
    const { id } = await shared.start(order);
    const end = await shared.end(id);
    expect(end).toMatchObject({
      state: 'done',
      cells: [
        { client: 'async', state: 'done', outcomes: { ok: 5 } },
        { client: 'mine', state: 'done', outcomes: { ok: 5 } },
        { client: 'throwing', state: 'failed', error: expect.stringContaining('TypeError: no more flags at line 3') },
      ],
    });
    expect(end.cells[1]!.flags.toSorted()).toEqual(['BD', 'BR', 'CD', 'CN', 'DE']);
    expect(end.ranking).not.toContain(2);
  });

  it('is against a server as it is now', async () => {
    const path = '/api/servers/LOCAL/faults';
    await shared.call('PUT', path, { faults: ['status=503,path=*br.gif', 'delay=100ms'] });
    const { id, commandLine } = await shared.start({
      kind: 'race',
      server: 'LOCAL',
      clients: ['async'],
      limit: 4,
      seed: 7,
    });
    await shared.call('PUT', path, { faults: ['none'] });
    expect(commandLine).toContain(
      "-s LOCAL -c async -l 4 --fault LOCAL:delay=fixed:100ms --fault 'LOCAL:status=503@100%,path=*br.gif' --seed 7",
    );
    const { cells } = await shared.end(id);
    expect(cells).toMatchObject([{ outcomes: { ok: 3, httpError: 1 }, errorShare: 0.25 }]);
    expect(cells[0]!.flags.toSorted()).toEqual(['BD', 'CD', 'CN']);
  });

  it('goes on alone, and leaves what was measured and no process behind when it is cancelled', async () => {
    const before = descendants(shared.lab.pid);
    const order = { kind: 'race', server: 'DELAY', clients: ['async', 'sequential'], m: 20, all: true, timeScale: 0.1 };
    const { id } = await shared.start(order);
    const refused = await shared.call('POST', '/api/experiments', { kind: 'tune', server: 'LIMITED' });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        detail: `a race on DELAY goes on: wait for its end, or cancel it (DELETE /api/experiments/${id})`,
      },
    });
    await shared.until(id, ({ cells }) => cells[1]!.flags.length > 0);
    expect(descendants(shared.lab.pid).length).toBeGreaterThan(before.length);
    const { status, body } = await shared.call('DELETE', `/api/experiments/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'cancelled',
      cells: [{ state: 'done' }, { state: 'cancelled' }],
      report: `/reports/${id}`,
    });
    expect(descendants(shared.lab.pid)).toEqual(before);
    expect((await shared.call('DELETE', `/api/experiments/${id}`)).body).toEqual(body);
    const { result } = await loadRun(shared.results, id);
    expect(result.cells).toMatchObject([{ strategy: 'async', outcomes: { ok: 194 } }]);
    expect(result.warnings.map(({ kind }) => kind)).toContain('interrupted');
    expect((await shared.call('GET', '/api/experiments/other')).status).toBe(404);
    expect((await shared.call('DELETE', '/api/experiments/other')).status).toBe(404);
  });

  it('that is cancelled when all of it is measured is complete, and says so', async () => {
    const { id } = await shared.start({ kind: 'race', server: 'LOCAL', clients: ['async'], limit: 3 });
    await shared.until(id, ({ cells }) => cells.every(({ state }) => state === 'done'));
    await shared.call('DELETE', `/api/experiments/${id}`);
    expect(await shared.end(id)).toMatchObject({ state: 'done', cells: [{ state: 'done' }], report: `/reports/${id}` });
  });
});

describe('a sweep', () => {
  it('tells each level as it is measured, and what its curve says', async () => {
    const { id, intent } = await shared.start({
      kind: 'sweep',
      server: 'LIMITED',
      clients: ['async'],
      levels: [2, 4, 8],
      limit: 16,
    });
    expect(intent).toBe(
      'Measuring async on LIMITED with 16 flags: 3 measurements; seed 42, time scale 0.1, timeout 1s.',
    );
    await shared.until(id, ({ cells }) => cells[0]!.state === 'done' && cells[2]!.state !== 'done');
    const { cells, answers } = await shared.end(id);
    expect(cells).toMatchObject(
      [2, 4, 8].map((m) => ({ m, state: 'done', errorShare: 0, goodputPerSecond: expect.any(Number) })),
    );
    expect(answers).toEqual([expect.stringMatching(/\.$/)]);
  });
});

describe('a search', () => {
  it('adds each level as it comes, and ends with the best m', async () => {
    const order = { kind: 'tune', server: 'LIMITED', clients: ['async'], limit: 20, budget: 3, timeScale: 0.1 };
    const { id, cells } = await shared.start(order);
    expect(cells).toEqual([]);
    const end = await shared.end(id);
    expect(end.cells.map(({ m, state }) => [m, state])).toEqual([
      [1, 'done'],
      [2, 'done'],
      [4, 'done'],
    ]);
    expect(end.headline).toMatch(/^Best m for async on LIMITED: \d+/);
    expect((await shared.call('GET', '/api/history')).body[0]).toMatchObject({ id, kind: 'tune' });
  });
});

describe('a lab that stops', () => {
  it('ends the experiment that goes on, and leaves no process behind', async () => {
    await using own = await experimenting(['DELAY']);
    const { id } = await own.start({ kind: 'race', server: 'DELAY', clients: ['sequential'], all: true });
    await own.until(id, ({ cells }) => cells[0]!.flags.length > 0);
    const started = descendants(own.lab.pid);
    expect(started.length).toBeGreaterThan(1);
    expect(await own.lab.stop('SIGINT')).toBe(0);
    const left = () => runningProcesses().filter(({ pid }) => started.includes(pid));
    await expect.poll(left).toEqual([]);
  });
});
