import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ProgressBar } from '../../../cli/terminal/progress-bar.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { MemoryContext } from '../../helpers/memory-context.ts';
import { pseudoTerminal } from '../../helpers/pseudo-terminal.ts';
import { FLAGLAB } from '../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const NEVER = new AbortController().signal;

const ERASE_REST = '\u001b[K';

/** What one write puts on the line. */
function shown(write: string | undefined): string | undefined {
  return write?.replace(/^\r/, '').replace(/\n$/, '').replace(ERASE_REST, '');
}

describe('the progress bar', () => {
  it("has the book's form, and ends with a line's end", () => {
    const context = new MemoryContext([], { columns: 80 });
    {
      using bar = new ProgressBar(100, context, NEVER);
      for (let i = 0; i < 50; i++) bar.advance();
      context.clock.advance(1640);
      for (let i = 0; i < 50; i++) bar.advance();
      context.clock.advance(1641);
    }
    const { writes } = context.stderr;
    expect(shown(writes[0])).toBe('  0%|                    |   0/100 [00:00<--:--,  0.00/s]');
    expect(writes.map(shown)).toContain(' 50%|██████████          |  50/100 [00:01<00:01, 31.25/s]');
    expect(writes.at(-1)).toBe('\r100%|████████████████████| 100/100 [00:03<00:00, 30.48/s]\u001b[K\n');
  });

  it.each([
    [100, 5_999_000, ' 10%|██                  |  100/1000 [99:59<14h59,  0.02/s]'],
    [500, 6_000_000, ' 50%|██████████          |  500/1000 [01h40<01h40,  0.08/s]'],
    [999, 2000, ' 99%|███████████████████ |  999/1000 [00:02<00:00, 499.5/s]'],
    [1000, 200, '100%|████████████████████| 1000/1000 [00:00<00:00,  5000/s]'],
    [1000, 10_000, '100%|████████████████████| 1000/1000 [00:10<00:00, 100.0/s]'],
  ])('shows %d of 1000 after %d ms as %j', (done, afterMs, line) => {
    const context = new MemoryContext([], { columns: 80 });
    const bar = new ProgressBar(1000, context, NEVER);
    for (let i = 0; i < done; i++) bar.advance();
    context.clock.advance(afterMs);
    bar[Symbol.dispose]();
    expect(shown(context.stderr.writes.at(-1))).toBe(line);
  });

  it('keeps its width whatever the numbers', () => {
    const context = new MemoryContext([], { columns: 80 });
    using bar = new ProgressBar(676, context, NEVER);
    for (let i = 0; i < 676; i++) {
      bar.advance();
      context.clock.advance(i < 500 ? 1 : 97);
    }
    const widths = new Set(context.stderr.writes.map((write) => shown(write)?.length));
    expect(widths).toEqual(new Set(['  0%|                    |   0/676 [00:00<--:--,  0.00/s]'.length]));
  });

  it('is drawn again at most ten times a second, and not for what it shows already', () => {
    const context = new MemoryContext([], { columns: 80 });
    using bar = new ProgressBar(10_000, context, NEVER);
    for (let ms = 0; ms < 1000; ms++) {
      bar.advance();
      context.clock.advance(1);
    }
    expect(context.stderr.writes.length).toBe(1 + 10);
    const still = new MemoryContext([], { columns: 80 });
    using _waiting = new ProgressBar(10, still, NEVER);
    still.clock.advance(999);
    expect(still.stderr.writes.length).toBe(1);
    still.clock.advance(1);
    expect(still.stderr.writes.length).toBe(2);
  });

  it('ends where it is when it is interrupted, and is not touched after that', () => {
    const context = new MemoryContext([], { columns: 80 });
    const controller = new AbortController();
    const bar = new ProgressBar(4, context, controller.signal, 'starting');
    bar.advance();
    context.clock.advance(1000);
    controller.abort();
    const { length } = context.stderr.writes;
    expect(context.stderr.writes.at(-1)).toBe('\r 25%|█████               | 1/4 [00:01<00:03,  1.00/s]\u001b[K\n');
    bar.advance();
    context.clock.advance(1000);
    bar[Symbol.dispose]();
    expect(context.stderr.writes.length).toBe(length);
  });

  it('lets lines be printed where it is and moves below them, and leaves nothing behind if it is temporary', () => {
    const context = new MemoryContext([], { columns: 80 });
    const bar = new ProgressBar(4, context, NEVER, '', { isTemporary: true });
    bar.advance();
    context.clock.advance(1000);
    const { writes } = context.stderr;
    const before = writes.length;
    bar.printAbove(() => context.stderr.write('a row\n'));
    expect(writes.slice(before)).toEqual([`\r${ERASE_REST}`, 'a row\n', expect.stringContaining(' 25%|')]);
    bar[Symbol.dispose]();
    expect(writes.at(-1)).toBe(`\r${ERASE_REST}`);
    bar.printAbove(() => context.stderr.write('another\n'));
    expect(writes.at(-1)).toBe('another\n');
  });

  it('says beside it what is being done, and that it goes on where the terminal ends', () => {
    const context = new MemoryContext([], { columns: 60 });
    const bar = new ProgressBar(4, context, NEVER, 'starting the servers');
    expect(shown(context.stderr.writes[0])).toBe('  0%|                    | 0/4 [00:00<--:--,  0.00/s] star…');
    bar.label = 'DELAY';
    context.clock.advance(100);
    expect(shown(context.stderr.writes[1])).toBe('  0%|                    | 0/4 [00:00<--:--,  0.00/s] DELAY');
    bar[Symbol.dispose]();
    expect(shown(context.stderr.writes[2])).toBe('  0%|                    | 0/4 [00:00<--:--,  0.00/s]');
  });
});

describe('a second Ctrl-C 30 ms after the first', () => {
  it.each([
    ['get -c workers -m 4 --base-url {url} --no-save --timeout 50s', /[1-9]\d*%\|/],
    ['get -c hybrid -m 4 --base-url {url} --no-save --timeout 50s', /[1-9]\d*%\|/],
    ['bench -s DELAY -c sequential --time-scale 1 --results {folder}', /DELAY sequential/],
  ])('leaves the terminal of %s as it was, behind the line of the bar', async (command, inTheMidst) => {
    await using lab = await startLab({ LAB: { faults: ['delay=list:1ms@1,60s@1'] } });
    await using folder = await temporaryFolder();
    const args = command
      .replace('{url}', `${lab.url('LAB')}/flags`)
      .replace('{folder}', folder.path)
      .split(' ');
    await using terminal = pseudoTerminal([process.execPath, FLAGLAB, ...args]);
    await expect.poll(terminal.text, { timeout: 40_000 }).toMatch(inTheMidst);
    terminal.type('\u0003');
    await delay(30);
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
    const lines = terminal.text().split('\r\n');
    // Neither the cursor nor the wrapping of lines was switched off, not even for a while.
    expect(terminal.text()).not.toContain('\u001b[?');
    const last = lines.findLastIndex((line) => line.includes('%|'));
    expect(lines.length).toBeGreaterThan(last + 1);
    expect(shown(lines[last]!.split('\r').at(-1))).toMatch(
      /^ +\d+%\|█* *\| *\d+\/\d+ \[\d\d:\d\d<[-\d]+:[-\d]+, *\d+\.\d\d\/s\]$/,
    );
  });
});
