import { expect, it } from 'vitest';
import { isMeasured } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

it('a bench against a server whose faults change shows in its timeline when errors began and when they ended', async () => {
  await using folder = await temporaryFolder();
  const results = ['--results', folder.path];
  const schedule = 'LOCAL@400ms: status=503@100%; LOCAL@800ms: none';
  const load = ['--rate', '100/s', '--duration', '1.2s', '--time-scale', '1'];
  const ran = await runInMemory(['bench', ...results, '-s', 'LOCAL', '--schedule', schedule, ...load, '--json', '-']);
  expect(ran.code).toBe(0);
  const { sliceMs, beginsMs, slices } = (JSON.parse(ran.stdout) as BenchResult).cells.find(isMeasured)!.timeline!;
  expect(sliceMs).toBe(100);
  expect(slices.reduce((sum, { ended }) => sum + ended, 0)).toBe(120);
  const between = (fromMs: number, toMs: number) =>
    slices.filter((slice) => slice.fromMs + beginsMs! >= fromMs && slice.toMs + beginsMs! <= toMs);
  // A slice on either side of a change may have items of both.
  for (const slice of between(0, 300)) expect(slice.errorShare ?? 0).toBe(0);
  const failing = between(500, 800).filter(({ ended }) => ended > 0);
  expect(failing.length).toBeGreaterThan(0);
  for (const slice of failing) expect(slice).toMatchObject({ errorShare: 1, goodputPerSecond: 0 });
  expect(between(900, 2000).map(({ errorShare = 0 }) => errorShare)).toContain(0);

  const { stdout } = await runInMemory(['report', ...results]);
  expect(stdout).toMatch(/^LOCAL as its faults changed:\n {2}1 {2}from 400 ms on: status=503@100%\n/m);
  expect(stdout).toMatch(/^ {2}open {2}goodput .*\n {8}errors {2}.*█.* up to 100 %\n {8}faults {2}.*1.*2.* 100 ms$/m);
});
