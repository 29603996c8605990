import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { pseudoTerminal } from '../../../helpers/pseudo-terminal.ts';
import { FLAGLAB, runFlaglab } from '../../../helpers/run-flaglab.ts';

interface Told {
  readonly answer: number;
  readonly frames: number;
  readonly expectedFrames: number;
  readonly longestGapMs: number;
}

async function spun(mode: string): Promise<Told> {
  const { stdout, stderr, code } = await runFlaglab(['spinner', mode, '--seconds', '1.5', '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Told;
}

describe('the spinner', () => {
  it.each(['--async', '--nap', '--thread', '--process'])('turns while work is done in the mode %s', async (mode) => {
    const { answer, frames, expectedFrames } = await spun(mode);
    expect([answer, expectedFrames]).toEqual([42, 15]);
    expect(frames).toBeGreaterThanOrEqual(expectedFrames / 2);
  });

  it('stands still while work holds its event loop', async () => {
    const { answer, frames, longestGapMs } = await spun('--blocking');
    expect(answer).toBe(42);
    expect(frames).toBeLessThanOrEqual(2);
    expect(longestGapMs).toBeGreaterThanOrEqual(1400);
  });

  it('draws nothing in a pipe', async () => {
    expect(await runFlaglab(['spinner', '--seconds', '0.3'])).toEqual({ code: 0, stdout: 'Answer: 42\n', stderr: '' });
  });

  it.each(['--async', '--nap', '--thread', '--process', '--blocking'])(
    'leaves a terminal with a clean line and the answer on it in the mode %s',
    async (mode) => {
      await using terminal = pseudoTerminal([process.execPath, FLAGLAB, 'spinner', mode, '--seconds', '0.3']);
      expect(await terminal.ended).toBe(0);
      expect(terminal.text()).toMatch(/^(\r[|/\\-] thinking!)+\r {11}\rAnswer: 42\r\n$/);
    },
  );

  it.each(['--async', '--nap', '--thread', '--process', '--blocking'])(
    'ends at Ctrl-C with a clean line in the mode %s',
    async (mode) => {
      await using terminal = pseudoTerminal([process.execPath, FLAGLAB, 'spinner', mode, '--seconds', '60']);
      while (!terminal.text().includes('thinking!')) await setTimeout(20);
      terminal.type('\u0003');
      expect(await terminal.ended).toBe(130);
      expect(terminal.text()).toMatch(/thinking!(\^C)?\r {11}\r$/);
    },
  );

  it.each([
    [['--async', '--nap'], "'--async' cannot be used with option '--nap'"],
    [['--seconds', '0'], 'give a number of seconds over 0'],
    [['--seconds', '61'], 'at most 60'],
    [['--seconds', 'soon'], 'give a number of seconds'],
  ])('refuses %j', async (args, message) => {
    const { stderr, code } = await runInMemory(['spinner', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
