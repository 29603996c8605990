import { spawn } from 'node:child_process';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Control, startControl } from '../../../cli/running-servers/start-control.ts';
import { type StartedRedis, startRedis } from '../../../scripts/start-redis.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';
import { agentProcess } from '../../helpers/bench/agent-process.ts';
import { spreadBench } from '../../helpers/bench/spread-bench.ts';
import { runInMemory } from '../../helpers/memory-context.ts';
import { childrenOf } from '../../helpers/processes.ts';
import { FLAGLAB } from '../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

// What is missed, and found again, takes its time on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

let redis: StartedRedis;
let lab: Lab;
let control: Control;

beforeAll(async () => {
  redis = await startRedis();
});

// What a server has seen of another test says nothing.
beforeEach(async () => {
  lab = await startLab({ DELAY: { faults: ['delay=uniform:50ms..500ms'] } });
  control = await startControl(lab, { port: 0, host: undefined, open: false });
});

afterEach(() => Promise.all([control.close(), lab.close(0)]));

afterAll(() => redis[Symbol.asyncDispose]());

/** Resolves when the server has seen so many requests. */
async function seen(requests: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = setInterval(async () => {
    if ((await lab.server('DELAY').counts()).requests >= requests) resolve();
  }, 20);
  await promise;
  clearInterval(look);
}

/** By so much the second of two agents dies after the first: before anybody misses it. */
const DIES_LATER_MS = 2500;

const CELL = ['-c', 'async', '-m', '10', '--all'];

describe('a cell whose agent is killed amid it', () => {
  it('is measured once more as another run by who is left, and each item is counted once', async () => {
    await using _left = await agentProcess(redis.url, 'left');
    await using right = await agentProcess(redis.url, 'right');
    const running = spreadBench(redis.url, 2, '--attach', control.url, ...CELL);
    await seen(50);
    await right.stop('SIGKILL');
    const { code, result, records, files, stderr } = await running;
    expect(code, stderr).toBe(0);
    expect(result.cells).toMatchObject([
      { items: 194, outcomes: { ok: 194 }, shares: [{ agent: 'left', items: 194 }] },
    ]);
    expect(stderr).toMatch(/^agent right has died: DELAY async at m = 10 is done once more\.$/m);
    expect(stderr).toMatch(/was measured at the (second|third) try, for .*: agent right has died/);
    expect(result.warnings).toContainEqual(
      expect.objectContaining({
        kind: 'fewer-agents',
        message: 'DELAY async at m = 10 was measured by 1 agent, not by 2',
      }),
    );
    expect(new Set(records.map((record) => record.code)).size).toBe(194);
    // What the server remembers is the second run alone, with no request of the first.
    const kept = await lab.records('DELAY');
    expect(new Set(kept.map(({ run }) => run)).size).toBe(1);
    expect(kept[0]!.run).toMatch(/^async\.DELAY\.10\.1\.\w{4}\.again2?$/);
    expect(new Set(kept.map(({ key }) => key)).size).toBe(194);
    expect(kept).toHaveLength(194);
    const givenUp = Object.entries(files).flatMap(([name, text]) =>
      name.startsWith('given-up-') ? [JSON.parse(text)] : [],
    );
    const left = givenUp.find(({ why }) => why === 'agent right has died');
    expect(left).toMatchObject({ isMerged: false, run: expect.stringMatching(/^async\.DELAY\.10\.1/) });
    expect(left.records.length).toBeGreaterThanOrEqual(50);
  });

  it('fails where all agents are gone, and the rest can be measured later', async () => {
    const agent = await agentProcess(redis.url, 'only');
    const running = spreadBench(redis.url, 1, '--attach', control.url, ...CELL, '--agents-timeout', '1s');
    await agent.saying('waits for the start');
    await agent.stop('SIGKILL');
    const { code, stderr, result } = await running;
    expect(code).toBe(1);
    expect(stderr).toContain('error: 1 agent did not come within 1s: none is free.');
    expect(stderr).toContain(`--resume ${result.id}`);
    expect(result.cells).toEqual([]);
  });

  it('is not given to one more that is dead already, though it is not missed yet', async () => {
    const [first, second] = [await agentProcess(redis.url, 'first'), await agentProcess(redis.url, 'second')];
    const running = spreadBench(redis.url, 2, '--attach', control.url, ...CELL, '--agents-timeout', '1s');
    await Promise.all([first.saying('waits for the start'), second.saying('waits for the start')]);
    await first.stop('SIGKILL');
    await later(DIES_LATER_MS);
    await second.stop('SIGKILL');
    const { code, stderr, result } = await running;
    expect(code).toBe(1);
    expect(stderr).toContain('error: 1 agent did not come within 1s: none is free.');
    // It has not failed, so that it is measured when the run is gone on with.
    expect(result.cells).toEqual([]);
  });
});

describe('a lab that is gone amid a cell', () => {
  it('is said to be, and no agent is blamed, or does it once more', async () => {
    await using _agent = await agentProcess(redis.url, 'blameless');
    const running = spreadBench(redis.url, 1, '--attach', control.url, ...CELL);
    await seen(20);
    await Promise.all([control.close(), lab.close(0)]);
    const { code, stderr } = await running;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: DELAY async at m = 10: no lab answers at http:\S+ \(connection refused\): start one/m,
    );
    expect(stderr).not.toContain('blameless:');
    expect(stderr).not.toContain('once more');
  });
});

describe('a bench that is killed amid a cell', () => {
  it('is missed by its agents, and whoever goes on with it has nothing of what they still ask for', async () => {
    await using left = await agentProcess(redis.url, 'left');
    await using folder = await temporaryFolder();
    const spread = ['--redis', redis.url, '--agents', '1', '--results', folder.path];
    // Longer than its agent takes to miss it.
    const cell = ['-c', 'async', '-m', '3', '--all', '--attach', control.url];
    const bench = spawn(process.execPath, [FLAGLAB, 'bench', ...cell, ...spread], { stdio: 'ignore' });
    await seen(1);
    bench.kill('SIGKILL');
    const { code, stdout, stderr } = await runInMemory(['bench', '--resume', ...spread, '--json', '-']);
    expect(code, stderr).toBe(0);
    expect(left.said()).toContain(': not done: nobody waits for it any more');
    const [{ outcomes, requests }] = JSON.parse(stdout).cells;
    expect({ outcomes, requests }).toMatchObject({ outcomes: { ok: 194 }, requests: 194 });
    const byRun = Map.groupBy(await lab.records('DELAY'), ({ run }) => run);
    // What was still asked for the first run may be beside it.
    const [most] = [...byRun.values()].sort((one, other) => other.length - one.length);
    expect(new Set(most!.map(({ key }) => key)).size).toBe(194);
    expect(most).toHaveLength(194);
  });
});

describe('an agent that is cut off from its cell', () => {
  it('does not call its share done that nobody waits for any more', async () => {
    await using _left = await agentProcess(redis.url, 'left');
    await using right = await agentProcess(redis.url, 'right');
    const running = spreadBench(redis.url, 2, '--attach', control.url, ...CELL);
    await right.saying('waits for the start');
    await seen(50);
    process.kill(right.pid, 'SIGSTOP');
    const { code, stderr } = await running;
    process.kill(right.pid, 'SIGCONT');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(': agent right has died');
    expect(stderr).not.toContain('somebody else');
    await right.saying(': not done: ');
    expect(right.said()).not.toContain('done in');
    // It has heard nothing for a while, and is to blame for that itself.
    expect(right.said()).not.toContain('Redis does not answer');
  });
});

describe('an agent that is asked to end', () => {
  it('finishes its share, and the next cell is dealt to the others', async () => {
    await using _left = await agentProcess(redis.url, 'left');
    await using right = await agentProcess(redis.url, 'right');
    const cells = ['-c', 'async', '-c', 'adaptive', '-m', '10', '--all'];
    const running = spreadBench(redis.url, 2, '--attach', control.url, ...cells);
    await right.saying('waits for the start');
    await seen(50);
    expect(await right.stop('SIGINT')).toBe(0);
    const { code, result, stderr } = await running;
    expect(code, stderr).toBe(0);
    expect(result.cells.map(({ shares }) => shares!.map(({ agent }) => agent).sort())).toEqual([
      ['left', 'right'],
      ['left'],
    ]);
    expect(stderr).not.toContain('agent right');
    // One machine is not compared with two.
    expect(result.cells.map(({ withheld }) => withheld)).toEqual([
      undefined,
      'it was measured by 1 agent, and other cells by 2',
    ]);
    expect(result.cells[1]!.efficiency).toBeUndefined();
  });

  it('ends a search, which compares what all agents did with what is left of them', async () => {
    await using left = await agentProcess(redis.url, 'left');
    await using right = await agentProcess(redis.url, 'right');
    await using folder = await temporaryFolder();
    const spread = ['--redis', redis.url, '--agents', '2', '--results', folder.path];
    const tuning = runInMemory(['tune', '-s', 'LIMITED', ...spread]);
    await Promise.any([left.saying('done in'), right.saying('done in')]);
    expect(await right.stop('SIGINT')).toBe(0);
    const { code, stdout, stderr } = await tuning;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: async at m = \d+ was measured by 1 agent, and what came before by 2: they cannot be compared, so there is no answer; tune again with agents that stay$/m,
    );
    expect(stdout).not.toContain('is enough');
  });

  it('finishes its share first', async () => {
    await using _left = await agentProcess(redis.url, 'left');
    await using right = await agentProcess(redis.url, 'right');
    const running = spreadBench(redis.url, 2, '--attach', control.url, ...CELL);
    await right.saying('waits for the start');
    await seen(50);
    expect(await right.stop('SIGINT')).toBe(0);
    expect(right.said()).toMatch(/Finishing its share first.*\n.*97 items: done in/s);
    const { code, result, stderr } = await running;
    expect(code, stderr).toBe(0);
    expect(result.cells[0]!.shares!.map(({ agent }) => agent).sort()).toEqual(['left', 'right']);
    expect(result.warnings.filter(({ message }) => message.includes('agent right'))).toEqual([]);
  });

  it('leaves at once where it has nothing to do', async () => {
    const agent = await agentProcess(redis.url, 'idle');
    expect(await agent.stop('SIGTERM')).toBe(0);
    expect(agent.said().trimEnd().endsWith('stopped')).toBe(true);
  });
});

describe('an agent that is slow', () => {
  it('is waited for', async () => {
    await using _left = await agentProcess(redis.url, 'left');
    await using slow = await agentProcess(redis.url, 'slow');
    const running = spreadBench(redis.url, 2, '--attach', control.url, ...CELL);
    await slow.saying('waits for the start');
    // Longer than nothing is heard of it for, but shorter than it takes to be given up.
    process.kill(slow.pid, 'SIGSTOP');
    setTimeout(() => process.kill(slow.pid, 'SIGCONT'), 500);
    const { code, result, stderr } = await running;
    expect(code, stderr).toBe(0);
    expect(result.cells[0]).toMatchObject({ items: 194, outcomes: { ok: 194 } });
  });

  it('is named where it needed much longer than the other', async () => {
    await using _left = await agentProcess(redis.url, 'left');
    await using slow = await agentProcess(redis.url, 'slow');
    const cell = ['-c', 'async', '-m', '10', '--all', '--limit', '80'];
    const running = spreadBench(redis.url, 2, '--attach', control.url, ...cell);
    await slow.saying('begins');
    await seen(1);
    const children = childrenOf(slow.pid);
    const signal = (name: NodeJS.Signals) => {
      for (const { pid } of children) {
        try {
          process.kill(pid, name);
        } catch {
          // It has done its share.
        }
      }
    };
    const slowing = setInterval(() => {
      signal('SIGSTOP');
      setTimeout(signal, 560, 'SIGCONT');
    }, 600);
    const { code, result, stderr } = await running;
    clearInterval(slowing);
    expect(code, stderr).toBe(0);
    expect(result.cells[0]).toMatchObject({ items: 80, outcomes: { ok: 80 } });
    expect(result.warnings).toContainEqual(
      expect.objectContaining({
        kind: 'slow-agent',
        message: expect.stringMatching(/: agent slow needed \d+\.\d+ s, /),
      }),
    );
    const { message } = result.warnings.find(({ kind }) => kind === 'slow-agent')!;
    const [, expected] = /would have been (\d+\.\d+) s$/.exec(message)!;
    const tookMs = result.cells[0]!.shares!.map(({ firstMs = 0, lastMs = 0 }) => lastMs - firstMs);
    expect(Number(expected)).toBeGreaterThanOrEqual(Math.min(...tookMs) / 1000 - 0.1);
  });
});
