import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFlagsData } from '../../../../lib/flags/flags-data.ts';
import { startLab } from '../../../../servers/lab/start-lab.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { runFlaglab } from '../../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** What holds the loop while an item is computed, wherever its file is. */
const HELD = /^hashRounds \(hash-rounds\.\w+:\d+\) held the event loop /m;

describe('get --cpu', () => {
  it('says what is computed, and names the function that held the event loop', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const args = ['get', '--base-url', `${lab.url('LOCAL')}/flags`, '--no-save', 'BR', 'FR', '--cpu', '100ms'];
    const { code, stdout } = await runFlaglab(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Work: 100ms of CPU for each, on the event loop that asked \(the time scale does not shrink it\); \d+ rounds of hashing\.$/m,
    );
    expect(stdout).toContain('  2 flags downloaded.\n');
    expect(stdout).toMatch(/^Event loop: up to \d+\.\d ms late \(p99\)\.$/m);
    expect(stdout).toMatch(HELD);
  });

  it.each(['pool', 'process'])('leaves the event loop free where a %s computes', async (on) => {
    await using lab = await startLab({ LOCAL: {} });
    const args = ['get', '--base-url', `${lab.url('LOCAL')}/flags`, '--no-save', 'BR', 'FR', '--cpu', '100ms'];
    const { stdout } = await runFlaglab([...args, '--cpu-on', on]);
    expect(stdout).toContain(`, in a pool of ${on === 'pool' ? 'threads' : 'processes'} (`);
    expect(stdout).toContain('  2 flags downloaded.\n');
    expect(stdout).not.toMatch(HELD);
  });

  it('keeps the rounds in its JSON, which no time scale shrinks', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const args = ['get', '--base-url', `${lab.url('LOCAL')}/flags`, '--no-save', 'BR', '--cpu', '400ms', '--json'];
    const { stdout } = await runFlaglab([...args, '--time-scale', '0.1', '--timeout', '60s']);
    const { cpu, heldBy } = JSON.parse(stdout);
    expect(cpu).toEqual({ ms: 400, on: 'loop', rounds: expect.any(Number) });
    // 40 ms would not have held the loop for over 50 ms.
    expect(heldBy).toContainEqual(expect.objectContaining({ function: 'hashRounds', times: 1 }));
  });
});

describe('get --save-bytes', () => {
  it.each(['async', 'sync'])('saves flags so many times as large, %s', async (how) => {
    await using lab = await startLab({ LOCAL: {} });
    await using folder = await temporaryFolder();
    const args = ['get', '--base-url', `${lab.url('LOCAL')}/flags`, '--out-dir', folder.path, 'BR'];
    const { stdout } = await runInMemory([...args, '--save-bytes', 'x3', '--save-with', how]);
    expect(stdout).toContain(`Flags are saved 3 times as large, ${how}.\n`);
    const flag = readFlagsData('br/br.gif');
    expect(await readFile(join(folder.path, 'BR.gif'))).toEqual(Buffer.concat([flag, flag, flag]));
  });
});

describe('work that cannot be done', () => {
  it.each([
    [['--cpu-on', 'pool'], '--cpu-on needs --cpu, such as --cpu 20ms'],
    [['--cpu', '0'], 'the time to compute must be longer than 0'],
    [['--cpu', '20'], '"20" is not a duration'],
    [['--cpu', '1ms', '--cpu-on', 'gpu'], 'Allowed choices are loop, pool, process.'],
    [['--save-bytes', '10'], 'give x1 to x1000, such as x10'],
    [['--save-bytes', 'x1001'], 'give x1 to x1000, such as x10'],
    [['--no-save', '--save-with', 'sync'], "option '--save-with <how>' cannot be used with option '--no-save'"],
  ])('%j is refused', async (options, message) => {
    const { code, stderr } = await runInMemory(['get', 'BR', ...options]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
