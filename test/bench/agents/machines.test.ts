import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { isMeasured } from '../../../bench/result/cell.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { startRedis } from '../../../scripts/start-redis.ts';
import { joinedMachines, type Machine } from '../../helpers/network/machines.ts';
import { FLAGLAB } from '../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const FLAGLAB_TOKEN = 'known-to-all-machines';

const PASSWORD = 'p@ss/word';

const run = promisify(execFile);

interface Running extends AsyncDisposable {
  readonly lines: readonly string[];
}

/** Starts a command of the lab on a machine, and waits for a line that says that it is ready. */
async function startOn(
  machine: Machine,
  args: readonly string[],
  isReady: RegExp,
  env: NodeJS.ProcessEnv = {},
): Promise<Running> {
  const [file, ...rest] = machine.on([process.execPath, FLAGLAB, ...args]);
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (isReady.test(line)) ready.resolve();
    });
  const closed = once(child, 'close');
  await Promise.race([ready.promise, closed.then(() => Promise.reject(new Error(lines.join('\n'))))]);
  return { lines, [Symbol.asyncDispose]: () => end(child, closed) };
}

async function end(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  await closed;
}

it('spreads a bench over machines: the servers on one, Redis on another, an agent on each of two more', async () => {
  await using network = await joinedMachines(5);
  const [ofLab, ofRedis, ofLeft, ofRight, ofBench] = network.machines as [Machine, Machine, Machine, Machine, Machine];
  await using folder = await temporaryFolder();
  await using redis = await startRedis({
    args: ['--requirepass', PASSWORD],
    host: ofRedis.address,
    on: (command) => ofRedis.on(command),
  });
  const address = redis.url.replace('//', `//:${encodeURIComponent(PASSWORD)}@`);
  const ports = ['--port', 'DELAY=0', '--control-port', '0'];
  const away = ['--fault', 'DELAY:travel=20ms', '--fault', 'DELAY:delay=uniform:0.5s..1.5s'];
  await using lab = await startOn(ofLab, ['serve', 'DELAY', ...ports, ...away, '--host', '0.0.0.0'], /^Ready/, {
    FLAGLAB_TOKEN,
  });
  const [, port] = /^CONTROL .*:(\d+) /.exec(lab.lines.find((line) => line.startsWith('CONTROL'))!)!;
  // Agents are told no token.
  await using _left = await startOn(ofLeft, ['agent', '--redis', address, '--name', 'left'], /waits for work/);
  await using _right = await startOn(ofRight, ['agent', '--redis', address, '--name', 'right'], /waits for work/);

  const file = join(folder.path, 'result.json');
  const spread = ['--attach', `http://${ofLab.address}:${port}`, '--redis', address, '--agents', '2', '--json', file];
  const bench = ['bench', '-s', 'DELAY', '-c', 'async', '-m', '100', '--all', '--results', folder.path, ...spread];
  const [command, ...args] = ofBench.on([process.execPath, FLAGLAB, ...bench]);
  const { stdout } = await run(command, args, { env: { ...process.env, FLAGLAB_TOKEN } });

  expect(stdout).not.toContain(PASSWORD);
  const result = JSON.parse(await readFile(file, 'utf8')) as BenchResult;
  const [cell] = result.cells.filter(isMeasured);
  expect(cell).toMatchObject({ items: 194, outcomes: { ok: 194 }, peakInFlight: 100, connections: 100 });
  expect(cell!.shares!.map(({ agent, items, m }) => [agent, items, m]).toSorted()).toEqual([
    ['left', 97, 50],
    ['right', 97, 50],
  ]);
  for (const { uncertaintyMs } of cell!.shares!) expect(uncertaintyMs).toBeLessThan(200);
  if (network.areApart) expect(stdout).not.toContain('127.0.0.1');
});
