import { describe, expect, it } from 'vitest';
import { diagnosisJson, diagnosisText } from '../../../../cli/commands/doctor/diagnosis-text.ts';
import { runFlaglab } from '../../../helpers/run-flaglab.ts';
import { shownLines } from '../../../helpers/shown-lines.ts';

const noise = { load: 0.4, timerErrorMs: 1.234, loopbackLatencyMs: 0.0456 };
const found = { ok: true, share: 0.0512, noiseShare: 0.04 } as const;

describe('doctor', () => {
  it('says in the end what can be told apart, and how to tell more', () => {
    expect(shownLines(diagnosisText({ cores: 2, noise, pairs: 10, flags: 776, found }))).toEqual([
      'cores                2',
      'load                 0.40, 0.20 for each core',
      'timer error          1.2 ms (19 of 20 timers are less late)',
      'loopback latency     0.046 ms there and back (median)',
      'identical runs       10 pairs, 776 flags without any wait in each run',
      'they differ by       4 % within a pair',
      'smallest difference  6 %',
      '',
      'This machine can tell differences of 6 % and more now, in a bench where nothing waits, with --repetitions 10.',
      'It is quiet: more repetitions show smaller ones.',
    ]);
  });

  it.each([{ load: 1.1 }, { timerErrorMs: 5.1 }])('names other programs where the machine is busy: %j', (busy) => {
    const diagnosis = { cores: 2, noise: { ...noise, ...busy }, pairs: 10, flags: 776, found };
    expect(shownLines(diagnosisText(diagnosis)).at(-1)).toBe('It is busy: close other programs to see smaller ones.');
    expect(diagnosisJson(diagnosis)).toMatchObject({ busy: true });
    expect(diagnosisJson({ ...diagnosis, noise })).toMatchObject({ busy: false });
  });

  it('claims nothing that it could not measure', () => {
    const why = 'it takes 2 pairs of runs to tell, and there was time for 1';
    const lines = shownLines(diagnosisText({ cores: 2, noise, pairs: 1, flags: 776, found: { ok: false, why } }));
    expect(lines).toContain('smallest difference  –');
    expect(lines.slice(-2)).toEqual([
      `This machine cannot tell differences now: ${why}.`,
      'Close other programs and ask again.',
    ]);
  });

  it('takes some seconds, and prints figures or why there are none', { timeout: 60_000 }, async () => {
    const began = performance.now();
    const { code, stdout, stderr } = await runFlaglab(['doctor', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Under ten, but where others keep the machine busy.
    expect(performance.now() - began).toBeLessThan(20_000);
    const { why, ...figures } = JSON.parse(stdout);
    expect(figures).toMatchObject({
      cores: expect.any(Number),
      load: expect.any(Number),
      timerErrorMs: expect.any(Number),
      loopbackLatencyMs: expect.any(Number),
      busy: expect.any(Boolean),
      pairs: expect.any(Number),
      flags: 776,
      ...(why === undefined && { smallestDifferenceShare: expect.any(Number), noiseShare: expect.any(Number) }),
    });
  });
});
