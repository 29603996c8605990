import { describe, expect, it } from 'vitest';
import { runFlaglab } from '../../../helpers/run-flaglab.ts';

describe('tune', () => {
  it('prints each measurement as it is made, and ends with the best m and how sure it is', async () => {
    const { code, stdout } = await runFlaglab(
      'tune -s LIMITED -c async --budget 5 --limit 40 --time-scale 0.05'.split(' '),
    );
    expect(code).toBe(0);
    expect(stdout.match(/^m +\d+ {2}█* +[\d.]+\/s.*% of the ideal$/gm)).toHaveLength(5);
    expect(stdout).toMatch(
      /\n\nBest m for LIMITED async: \d+ \([\d.]+\/s, [\d.]+\/s to [\d.]+\/s at 95 %\); (not )?sure/,
    );
  });

  it('prints JSON alone with --json', async () => {
    const { stdout } = await runFlaglab('tune -s LOCAL --budget 3 --limit 20 --json'.split(' '));
    const { best, curve } = JSON.parse(stdout);
    expect(best).toMatchObject({ m: expect.any(Number), goodput: expect.any(Number), low: expect.any(Number) });
    expect(curve[0]).toMatchObject({ m: 1, allowed: true });
  });

  it('says that no level meets a goal, and why, and names no best m then', async () => {
    const { code, stdout } = await runFlaglab('tune -s DELAY --goal p95<1ms --time-scale 0.01'.split(' '));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^m +1 .* no: p95 is [\d.]+ ms$/m);
    expect(stdout).toMatch(
      /\n\nNo m of DELAY async that was tried meets p95<1ms: at m = 1 p95 is [\d.]+ ms, at m = 2 p95 is [\d.]+ ms\.\n$/,
    );
  });

  it.each([
    ['an unknown server', ['-s', 'NOWHERE'], '"NOWHERE" is not a server'],
    ['a strategy that has nothing to tune', ['-s', 'LOCAL', '-c', 'sequential'], 'nothing to tune'],
    ['an unknown goal', ['-s', 'LOCAL', '--goal', 'speed'], '"speed" is not a goal'],
    [
      'a figure of more flags than -l allows',
      ['-s', 'DELAY', '--goal', 'p95<1ms', '-l', '60'],
      'p95 needs 100 flags a cell, not 60',
    ],
    [
      'a figure of more flags than there are',
      ['-s', 'DELAY', '--goal', 'p99<1s'],
      'p99 needs 500 flags a cell, not 194',
    ],
    ['no server', [], 'required option'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await runFlaglab(['tune', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
