import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../../cli/running-servers/start-control.ts';
import { type StartedRedis, startRedis } from '../../../scripts/start-redis.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { type AgentProcess, agentProcess } from '../../helpers/bench/agent-process.ts';
import { type SpreadBench, spreadBench } from '../../helpers/bench/spread-bench.ts';

let redis: StartedRedis;
let agents: AgentProcess[];

beforeAll(async () => {
  redis = await startRedis();
  agents = await Promise.all(['a1', 'a2', 'a3', 'a4'].map((name) => agentProcess(redis.url, name)));
});

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop('SIGTERM')));
  await redis[Symbol.asyncDispose]();
});

/** What became of each item, whoever asked for it. */
function fates({ records }: SpreadBench): string[] {
  return records.map(({ code, kind, status, requests }) => `${code} ${kind} ${status} ${requests}`).sort();
}

describe('a cell that is spread over agents', () => {
  it('has the fates of the plan, item by item, whether one, two or four agents ask', async () => {
    const args = ['-s', 'FLAKY', '--fault', 'status=503@30%', '-c', 'async', '-m', '12', '--all', '--retries', '1'];
    const [one, two, four] = [1, 2, 4].map((count) => spreadBench(redis.url, count, ...args));
    const [alone, ...others] = [await one!, await two!, await four!];
    expect(alone.code).toBe(0);
    expect(new Set(alone.records.map(({ kind }) => kind))).toEqual(new Set(['ok', 'httpError']));
    for (const other of others) expect(fates(other)).toEqual(fates(alone));
    expect(others.map(({ result }) => result.cells[0]!.shares!.length)).toEqual([2, 4]);
    for (const { result, records } of [alone, ...others]) {
      const asked = result.cells[0]!.shares!.flatMap(({ agent, items }) => Array<string>(items).fill(agent));
      expect(records.map(({ agent }) => agent).sort()).toEqual(asked.sort());
    }
  });

  it('loses no arrival of a schedule, and sends each at its time', async () => {
    const args = ['-s', 'LOCAL', '--rate', '100/s', '--duration', '1s', '--arrivals', 'poisson', '--all'];
    const { result, records } = await spreadBench(redis.url, 3, ...args);
    const [cell] = result.cells;
    expect(cell!.outcomes.ok).toBe(cell!.items);
    const times = records.map(({ scheduledMs }) => scheduledMs!);
    const dues = cell!.shares!.map(({ dueMs }) => Number(dueMs!.toFixed(3)));
    expect(dues.sort((a, b) => a - b)).toEqual(times.sort((a, b) => a - b).slice(0, 3));
    expect(new Set(times).size).toBe(cell!.items);
    expect(Math.max(...times)).toBeLessThan(1000);
    expect(cell!.shares!.map(({ items }) => items).reduce((sum, items) => sum + items)).toBe(cell!.items);
  });

  it('has fewer shares than agents where m is smaller, and says for whom there was nothing', async () => {
    const { result, stderr } = await spreadBench(redis.url, 2, '-s', 'LOCAL', '-c', 'sequential', '--limit', '20');
    expect(result.cells[0]).toMatchObject({ m: 1, items: 20, shares: [{ items: 20, m: 1 }] });
    expect(result.warnings.filter(({ kind }) => kind === 'idle-agent')).toHaveLength(1);
    const [, idle] = /(a\d) had nothing to do, for there were fewer requests at once than agents: /.exec(stderr)!;
    // Whichever of the two was free first has done it.
    const [busy] = result.cells[0]!.shares!.map(({ agent }) => agent);
    expect([busy, idle].sort()).toEqual(['a1', 'a2']);
  });

  it('has its threads ready before its start', async () => {
    const { result } = await spreadBench(redis.url, 2, '-s', 'LOCAL', '-c', 'workers', '-m', '4', '--limit', '20');
    const { shares = [] } = result.cells[0]!;
    // To start a thread takes longer than this on any machine.
    expect(Math.max(...shares.map(({ firstMs = Number.POSITIVE_INFINITY }) => firstMs))).toBeLessThan(1000);
    expect(shares.map(({ m }) => m)).toEqual([2, 2]);
  });
});

describe('a cell on a lab that runs', () => {
  let lab: Lab;
  let control: Control;

  beforeAll(async () => {
    lab = await startLab({ DELAY: { faults: ['delay=uniform:400ms..900ms'] } });
    control = await startControl(lab, { port: 0, host: undefined, open: false });
  });

  afterAll(() => Promise.all([control.close(), lab.close(0)]));

  it('begins everywhere at once, and the records of the server prove each share', async () => {
    const args = ['--attach', control.url, '-c', 'async', '-m', '100', '--all'];
    const { code, result } = await spreadBench(redis.url, 2, ...args);
    expect(code).toBe(0);
    const [cell] = result.cells;
    const { shares = [] } = cell!;
    expect(cell).toMatchObject({ items: 194, outcomes: { ok: 194 }, requests: 194 });
    // All hundred, but where a busy machine sends the last of them when the first has been answered.
    expect(cell!.peakInFlight).toBeGreaterThan(80);
    expect(cell!.peakInFlight).toBeLessThanOrEqual(100);
    expect(shares.map(({ items, m }) => [items, m])).toEqual([
      [97, 50],
      [97, 50],
    ]);
    const seen = await lab.records('DELAY');
    expect(new Set(seen.map(({ key }) => key)).size).toBe(194);
    expect(seen).toHaveLength(194);
    // Items are dealt in turn, so each connection has brought those of one agent only.
    const order = [...new Set(result.codes)];
    const halves = Map.groupBy(seen, ({ connection }) => connection);
    const sides = [...halves.values()].map((requests) => new Set(requests.map(({ key }) => sideOf(key, order))));
    expect(sides.every((side) => side.size === 1)).toBe(true);
    const counts = Map.groupBy(seen, ({ key }) => sideOf(key, order));
    expect([...counts.values()].map(({ length }) => length)).toEqual([97, 97]);
    const senders = Map.groupBy(seen, ({ agent }) => agent);
    expect(new Set(senders.keys())).toEqual(new Set(shares.map(({ agent }) => agent)));
    expect([...senders.values()].map(({ length }) => length)).toEqual([97, 97]);
    const firsts = [...counts.values()].map((requests) => Math.min(...requests.map(({ arrivedMs }) => arrivedMs)));
    // Fifty milliseconds on a quiet machine.
    expect(Math.abs(firsts[0]! - firsts[1]!)).toBeLessThan(1000);
  });

  it('is begun once more, as a run of its own, where the servers were too late for the start', async () => {
    const faults = ['delay=3s,path=/api/runs,method=POST,first=1'];
    await using slow = await startProxy({ target: control.url, faults });
    const { code, result, stderr } = await spreadBench(
      redis.url,
      2,
      '--attach',
      slow.url,
      '-c',
      'async',
      '--limit',
      '20',
    );
    expect(code, stderr).toBe(0);
    expect(result.cells[0]).toMatchObject({ items: 20, outcomes: { ok: 20 } });
    const [late] = result.warnings.filter(({ kind }) => kind === 'second-try');
    expect(late!.message).toMatch(
      /was measured at the second try, for at the first: the servers' run began \d+ ms after the start of the agents$/,
    );
    const runs = new Set((await lab.records('DELAY')).map(({ run }) => run));
    expect([...runs]).toEqual([expect.stringMatching(/\.again$/)]);
  });
});

/** Whose share an item is, of two. */
function sideOf(key: string, order: readonly string[]): number {
  const code = /\/(\w+)\.gif$/.exec(key)![1]!.toUpperCase();
  return order.indexOf(code) % 2;
}
