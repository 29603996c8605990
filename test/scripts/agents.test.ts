import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { spreadBench } from '../helpers/bench/spread-bench.ts';
import { childrenOf, runningProcesses } from '../helpers/processes.ts';
import { ROOT } from '../helpers/source-tree.ts';

it('demonstrates agents that go on when one of them dies, and ends all of it at Ctrl-C', async () => {
  const started = spawn(process.execPath, [join(ROOT, 'scripts/agents.ts')], { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(started, 'close');
  let said = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  for (const name of ['agent-1', 'agent-2'])
    await expect.poll(() => said).toMatch(new RegExp(`^${name} .* waits`, 'm'));
  const children = childrenOf(started.pid!);
  expect(children).toHaveLength(3);
  process.kill(children.find(({ command }) => command.includes('--name agent-1'))!.pid, 'SIGKILL');
  await expect.poll(() => said).toContain('agent-1 has died (SIGKILL); the others go on.');
  const [, url] = /--redis (\S+)/.exec(said)!;
  const { code, result } = await spreadBench(url!, 1, '-s', 'LOCAL', '-c', 'async', '--limit', '5');
  expect(code).toBe(0);
  expect(result.cells[0]).toMatchObject({ shares: [{ agent: 'agent-2' }], outcomes: { ok: 5 } });
  await expect.poll(() => said).toMatch(/^agent-2: works for the bench /m);
  // Whatever address is given, its password is not shown.
  const other = spawn(process.execPath, [join(ROOT, 'scripts/agents.ts'), url!.replace('//', '//:geheim@')]);
  let shown = '';
  for (const stream of [other.stdout, other.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
  }
  await expect.poll(() => shown).toContain('Ctrl-C ends all of it');
  other.kill('SIGINT');
  await once(other, 'close');
  expect(shown).toMatch(/--redis redis:\/\/:…@\S+ --agents 2/);
  expect(shown).not.toContain('geheim');
  started.kill('SIGINT');
  expect(await closed).toEqual([0, null]);
  expect(said).not.toContain('agent-2 has died');
  const pids = children.map(({ pid }) => pid);
  expect(runningProcesses().filter(({ pid }) => pids.includes(pid))).toEqual([]);
});
