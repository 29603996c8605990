import { describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';

describe('plan', () => {
  it('is the same each time for a seed, and another for another seed', async () => {
    const plan = async (seed: string) =>
      (await runInMemory(['plan', '-s', 'ERROR', '-a', '--seed', seed, '--json'])).stdout;
    expect(await plan('7')).toBe(await plan('7'));
    expect(JSON.parse(await plan('8')).fates).not.toEqual(JSON.parse(await plan('7')).fates);
  });

  it('has the JSON shape that scripts rely on', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'error', 'BR', 'FR', '-m', '2', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      label: 'ERROR',
      seed: 42,
      timeScale: 1,
      m: 2,
      fates: [
        { code: 'BR', attempt: 1, delayMs: expect.any(Number), status: 200, outcome: expect.any(String) },
        { code: 'FR', attempt: 1 },
      ],
      sumMs: expect.any(Number),
      longestMs: expect.any(Number),
      idealMs: expect.any(Number),
    });
  });

  it('prints a line for each item, then the sums', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'DELAY', 'BR', '--time-scale', '0.1']);
    expect(stdout).toMatch(
      /^DELAY: delay=uniform:500ms\.\.5s; seed 42, time scale 0\.1\ncode +delay +status +outcome *\nBR +\d+\.\d ms +200 +\w+ *\n/,
    );
    expect(stdout).toMatch(/\n1 requests: .*\nsum \d\.\d\d s, longest \d\.\d\d s\nideal for m = 1: \d\.\d\d s;/);
  });

  it('foretells faults that are given instead', async () => {
    const { stdout } = await runInMemory([
      'plan',
      '-s',
      'LOCAL',
      '--fault',
      'hang@50%',
      '--fault',
      'truncate@50%',
      '-a',
      '--json',
    ]);
    const outcomes = new Set(JSON.parse(stdout).fates.map(({ outcome }: { outcome: string }) => outcome));
    expect(outcomes).toEqual(new Set(['ok', 'timeout', 'networkError']));
  });

  it('foretells none for none, and refuses it beside another', async () => {
    const { code, stdout } = await runInMemory(['plan', '-s', 'ERROR', 'BR', '--fault', 'none']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ERROR: none;.*\n.*\nBR +0\.0 ms +200 +ok *\n/);
    expect(await runInMemory(['plan', '-s', 'ERROR', 'BR', '--fault', 'none', '--fault', 'hang'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('error: "none" stands alone: it cannot be given beside other faults\n'),
    });
  });

  it('asks for a server', async () => {
    const { code, stderr } = await runInMemory(['plan']);
    expect(code).toBe(2);
    expect(stderr).toContain("required option '-s, --server <LABEL>' not specified");
  });
});
