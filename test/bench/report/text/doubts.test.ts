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

  it('say of agents in several cells no more than is true of each', () => {
    const why = 'had nothing to do, for there were fewer requests at once than agents';
    const idle = (cell: number, ...agents: string[]) =>
      ({ kind: 'idle-agent', cell, agents, message: `cell ${cell}: nothing` }) as const;
    const both = 'LOCAL sequential at m = 1; LOCAL workers at m = 20; do something';
    expect(lines([idle(0, 'C2', 'C3')])).toEqual([`C2 and C3 ${why}: LOCAL sequential at m = 1; do something`]);
    expect(lines([idle(0, 'C2'), idle(1, 'C2')])).toEqual([`C2 ${why}: ${both}`]);
    expect(lines([idle(0, 'C2', 'C3'), idle(1, 'C1')])).toHaveLength(2);
    const many = ['C1', 'C2', 'C3'].map((agent) => idle(0, agent));
    expect(lines([...many, idle(1, 'C1', 'C2')])).toEqual([`some of the agents C1, C2 and C3 ${why}: ${both}`]);
    expect(lines([idle(0), idle(1)])).toEqual([`some agents ${why}: ${both}`]);
  });

  it('name no cell behind itself, however often it was repeated', () => {
    const twice = [
      measuredCell({ server: 'LOCAL', strategy: 'async' }),
      measuredCell({ server: 'LOCAL', strategy: 'async', repetition: 2 }),
    ];
    const warnings = [0, 1].map((cell) => ({ kind: 'cpu', cell, message: 'busy', hint: 'do something' }) as const);
    expect(doubts({ ...benchResult(twice), warnings }).map(doubtText)).toEqual(['busy; do something']);
  });

  it('say of each client for itself by what the records contradict it, its levels together', () => {
    const cells = [
      ...[5, 20].map((m) => measuredCell({ server: 'LOCAL', strategy: 'late', m })),
      ...['early', 'late'].map((strategy) => measuredCell({ server: 'LOCAL', strategy })),
    ];
    const hints = ['look at its clock', 'look at its clock', 'look at its clock', 'look at response.ok'];
    const warnings = hints.map((hint, cell) => ({ kind: 'contradicted', cell, message: `lie ${cell}`, hint }) as const);
    expect(doubts({ ...benchResult(cells), warnings }).map(doubtText)).toEqual([
      'lie 0; also LOCAL late at m = 20; look at its clock',
      'lie 2; look at its clock',
      'lie 3; look at response.ok',
    ]);
  });

  it('keep what is said of the whole bench', () => {
    expect(lines([{ kind: 'interrupted', message: '1 of 2 cells were run' }])).toEqual([
      '1 of 2 cells were run; do something',
    ]);
  });

  it('name who held the event loop once for each client', () => {
    const held = (cell: number) =>
      ({ kind: 'held-loop', cell, message: `cell ${cell}: f (mine.ts:1) held the event loop for 60 ms` }) as const;
    expect(lines([held(0), held(1)])).toEqual([
      'cell 0: f (mine.ts:1) held the event loop for 60 ms; do something',
      'cell 1: f (mine.ts:1) held the event loop for 60 ms; do something',
    ]);
  });
});
