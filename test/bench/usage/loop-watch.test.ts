import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ENTRY = fileURLToPath(new URL('../../helpers/entries/watched-loop.ts', import.meta.url));

const LINES = readFileSync(ENTRY, 'utf8').split('\n');
const lineOf = (name: string) => LINES.findIndex((line) => line.startsWith(`function ${name}(`)) + 1;

describe('LoopWatch', () => {
  it('names the functions that held the event loop, and where they are', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [ENTRY]);
    const all: { function: string; longestMs: number }[] = JSON.parse(stdout);
    // A machine that stands still may do so in any function.
    const holders = all.filter((holder) => !/without a name/.test(holder.function));
    expect(holders.map((holder) => holder.function)).toEqual(['digest', 'spin']);
    expect(holders).toMatchObject([
      { file: ENTRY, line: lineOf('digest'), times: 1 },
      { file: ENTRY, line: lineOf('spin'), times: 1 },
    ]);
    expect(holders[1]!.longestMs).toBeGreaterThanOrEqual(300);
  });
});
