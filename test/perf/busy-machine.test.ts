import { expect, it } from 'vitest';
import { busySentence, watchMachine } from '../../perf/busy-machine.ts';

const QUIET = { cores: 2, processesBefore: 0.2, lateBeforeMs: 0.4, lateMeanwhileMs: 4 };

it.each([
  [{}, undefined],
  [{ processesBefore: 14.81 }, 'This computer was busy (load 14.8 on 2 cores): close other programs.'],
  [{ processesBefore: 1.4, cores: 8 }, undefined],
  [{ lateBeforeMs: 3.2 }, 'This computer was busy (timers 4 ms late): close other programs.'],
  [{ lateMeanwhileMs: 26.3 }, 'This computer was busy (timers 26 ms late): close other programs.'],
  [
    { processesBefore: 3, lateMeanwhileMs: 26.3 },
    'This computer was busy (load 3.0 on 2 cores, timers 26 ms late): close other programs.',
  ],
])('names a machine that others kept busy, in plain words: %j', (seen, sentence) => {
  expect(busySentence({ ...QUIET, ...seen })).toBe(sentence);
});

it('sees timers that were kept waiting', async () => {
  const seen = await watchMachine();
  for (let i = 0; i < 20; i++) {
    const until = performance.now() + 60;
    while (performance.now() < until);
    await new Promise(setImmediate);
  }
  expect(seen().lateMeanwhileMs).toBeGreaterThan(30);
  expect(busySentence({ ...QUIET, ...seen() })).toMatch(/^This computer was busy \(.*timers \d+ ms late\)/);
});
