import { expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';

it('wants as many flags as a condition needs besides those that fail, and names what there is', async () => {
  const tuned = await runInMemory(['tune', '-s', 'ERROR', '--goal', 'p95<10s', '-l', '100']);
  expect(tuned.code).toBe(2);
  expect(tuned.stderr).toMatch(
    /^error: "p95<10s" cannot be answered: p95 needs 100 flags a cell that end ok or time out, and of 100 only \d\d will\n/,
  );
  const benched = ['bench', '-s', 'ERROR', '-c', 'async', '-a', '-l', '100'];
  for (const asked of [
    ['--assert', 'async.ERROR.p95<10s'],
    ['--sweep', '1,2', '--highest', 'p95<10s'],
  ]) {
    const { code, stderr } = await runInMemory([...benched, ...asked]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/p95 needs 100 flags a cell that end ok or time out/)]);
  }
});
