import { describe, expect, it } from 'vitest';
import type { MeasuredCell } from '../../../../bench/result/cell.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** The cells of a bench, by server, and what it said. */
async function bench(...args: readonly string[]) {
  await using folder = await temporaryFolder();
  const command = ['bench', '--results', folder.path, '--json', '-', '--time-scale', '1', ...args];
  const { stdout, stderr, code } = await runInMemory(command);
  const { cells, servers } = JSON.parse(stdout) as {
    cells: MeasuredCell[];
    servers: { label: string; faults: string; schedule?: string }[];
  };
  return { cells, servers, stderr, code };
}

describe("a bench on servers of one's own", () => {
  it('runs against a label with its faults beside a preset with others, and knows what both can do', async () => {
    const api = ['-s', 'API', '--fault', 'API:capacity=4', '--fault', 'API:travel=20ms'];
    const { cells, servers } = await bench(
      ...api,
      '-s',
      'DELAY',
      '--fault',
      'DELAY:delay=50ms',
      '-c',
      'async',
      '-m',
      '8',
    );
    expect(servers).toEqual([
      { label: 'API', slots: 4, faults: expect.stringMatching(/^travel=fixed:20ms \+ capacity=4,service=fixed:100ms/) },
      { label: 'DELAY', faults: 'delay=fixed:50ms' },
    ]);
    expect(cells.map(({ server, peakInFlight, idealMs }) => [server, peakInFlight, idealMs])).toEqual([
      ['API', 8, 520],
      ['DELAY', 8, 150],
    ]);
    for (const { efficiency = 0 } of cells) expect(efficiency).toBeLessThanOrEqual(1);
  });

  it('foretells what comes of asking again and for metadata, and works as long as that at least', async () => {
    const api = ['-s', 'API', '--fault', 'delay=uniform:20ms..40ms', '--fault', 'status=418@60%'];
    const asked = [...api, '--retries', '2', '--names'];
    const { cells } = await bench(...asked, '-c', 'sequential', '-c', 'async', '-m', '8');
    const { stdout } = await runInMemory(['plan', ...asked, '--timeout', '10s', '--json']);
    const { downloads, fates } = JSON.parse(stdout) as {
      downloads: { outcome: string }[];
      fates: { attempt: number; isMetadata: boolean }[];
    };
    expect(fates.some(({ attempt, isMetadata }) => attempt === 2 && isMetadata)).toBe(true);
    const ok = downloads.filter(({ outcome }) => outcome === 'ok').length;
    expect(ok).toBeLessThan(downloads.length);
    for (const { outcomes, requests, efficiency = 0 } of cells) {
      expect([outcomes.ok, requests]).toEqual([ok, fates.length]);
      expect(efficiency).toBeLessThanOrEqual(1);
    }
  });

  it('asks for each flag as often as it is told, each time with its own fate, and takes no error for a flag', async () => {
    const api = ['-s', 'API', '--fault', 'status=418@40%', '--repeat', '30'];
    const { cells, stderr } = await bench(...api, '-c', 'async', '-c', 'examples/forgets-ok.ts');
    const { stdout } = await runInMemory(['plan', ...api, '--json']);
    const { downloads } = JSON.parse(stdout) as { downloads: { outcome: string }[] };
    const ok = downloads.filter(({ outcome }) => outcome === 'ok').length;
    expect(downloads).toHaveLength(600);
    expect(ok % 30).not.toBe(0);
    expect(cells.map(({ items, outcomes }) => [items, outcomes.ok])).toEqual([
      [600, ok],
      [600, ok],
    ]);
    expect(cells.map(({ contradicted }) => contradicted)).toEqual([undefined, { client: 600, server: ok, plan: ok }]);
    expect(stderr).toContain('look at response.ok');
  });

  it('tells no efficiency where headers decide what happens to a request', async () => {
    const { cells } = await bench(
      ...['-s', 'API', '--fault', 'delay=20ms', '--fault', 'delay=20ms,if-header=x-tenant:acme'],
      ...['-c', 'async', '-m', '10'],
    );
    const withheld = 'its faults depend on headers of the requests, so no ideal is known';
    expect(cells).toMatchObject([{ outcomes: { ok: 20 }, withheld }]);
    expect(cells[0]).not.toHaveProperty('efficiency');
  });

  it('lets faults change with the time from the first request on, and tells no efficiency then', async () => {
    const { cells, servers } = await bench(
      ...['-s', 'API', '--fault', 'delay=50ms', '--schedule', 'API@500ms: status=503'],
      ...['-c', 'sequential'],
    );
    expect(servers[0]!.schedule).toBe('API@500ms: status=503@100%');
    const [{ outcomes, efficiency, withheld } = {} as MeasuredCell] = cells;
    // Nine or ten fit into half a second, fewer on a busy computer; had start-up counted, there would be next to none.
    expect(outcomes.ok).toBeGreaterThanOrEqual(3);
    expect(outcomes.ok + outcomes.httpError).toBe(20);
    expect(outcomes.ok).toBeLessThanOrEqual(10);
    expect([efficiency, withheld]).toEqual([undefined, 'its faults change over time, so no ideal is known']);
  });
});
