import { describe, expect, it } from 'vitest';
import { doubts, doubtText } from '../../../../bench/report/text/doubts.ts';
import type { Warning } from '../../../../bench/result/warning.ts';
import { benchResult, measuredCell } from '../../../helpers/bench/bench-result.ts';

const CELLS = ['sequential', 'workers', 'async'].map((strategy) => measuredCell({ server: 'LOCAL', strategy }));

function lines(warnings: readonly Omit<Warning, 'hint'>[]): string[] {
  const given = warnings.map((warning) => ({ ...warning, hint: 'do something' }));
  return doubts({ ...benchResult(CELLS), warnings: given }).map(doubtText);
}

describe('the doubts of a bench', () => {
  it('say once that the machine was busy, with the worst of it and the cells', () => {
    expect(
      lines([
        { kind: 'event-loop', cell: 1, lateMs: 17.2, message: 'the loop' },
        { kind: 'timer', cell: 2, lateMs: 25.1, message: 'the server' },
        { kind: 'event-loop', cell: 2, lateMs: 16, message: 'the loop' },
      ]),
    ).toEqual([
      'This computer was busy; times may be up to 26 ms too long. Close other programs. (LOCAL workers and async at m = 20)',
    ]);
  });

  it('claim no milliseconds of a run that kept none', () => {
    expect(lines([{ kind: 'timer', cell: 2, message: 'the server' }])).toEqual([
      'This computer was busy; times may be too long. Close other programs. (LOCAL async at m = 20)',
    ]);
  });

  it('name all cells that are too short in one line, and a single one with its figures', () => {
    const short = (cell: number) => ({ kind: 'too-short', cell, message: `cell ${cell}: 0.1 s` }) as const;
    expect(lines([short(0), short(1), short(2)])).toEqual([
      expect.stringMatching(
        /^too short to compare speeds \(.*\): LOCAL sequential at m = 1; LOCAL workers and async at m = 20; do something$/,
      ),
    ]);
    expect(lines([short(1)])).toEqual(['cell 1: 0.1 s; do something']);
  });

  it('name further cells behind the first of a kind', () => {
    const cpu = (cell: number) => ({ kind: 'cpu', cell, message: `cell ${cell} used 99 % of a core` }) as const;
    expect(lines([cpu(1), cpu(2)])).toEqual(['cell 1 used 99 % of a core; also LOCAL async at m = 20; do something']);
  });

  it('keep what is said of the whole bench', () => {
    expect(lines([{ kind: 'interrupted', message: '1 of 2 cells were run' }])).toEqual([
      '1 of 2 cells were run; do something',
    ]);
  });
});
