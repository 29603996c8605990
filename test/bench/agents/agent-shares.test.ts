import { describe, expect, it } from 'vitest';
import { type AgentShare, lateShares } from '../../../bench/result/agent-share.ts';
import { AGENT_COLUMNS, agentRows } from '../../../bench/rows/agent-rows.ts';
import { measuredCell } from '../../helpers/bench/bench-result.ts';

function share(agent: string, what: Partial<AgentShare>): AgentShare {
  return { agent, id: `id-${agent}`, cores: 2, node: 'v26', items: 9, offsetMs: -1e6, uncertaintyMs: 0.25, ...what };
}

function names(shares: readonly AgentShare[]): string[] {
  return shares.map(({ agent }) => agent);
}

describe('the shares of a cell', () => {
  it('are late by over 50 ms after the first, more than their clocks may be wrong by', () => {
    const shares = [share('a', { firstMs: 1 }), share('b', { firstMs: 51 }), share('c', { firstMs: 52 })];
    expect(names(lateShares(shares))).toEqual(['c']);
  });

  it('are measured by their own times where requests start on schedule', () => {
    const onTime = [0, 83, 167].map((dueMs, i) => share(`a${i}`, { dueMs, firstMs: dueMs + 1 }));
    expect(lateShares(onTime)).toEqual([]);
    expect(names(lateShares([...onTime, share('slow', { dueMs: 250, firstMs: 350 })]))).toEqual(['slow']);
  });
});

describe('the table of agents', () => {
  it('has a row for each by name, with how well its clock is known, and when it was done', () => {
    const cells = [
      [share('a10', { firstMs: 1, lastMs: 900, uncertaintyMs: 3 }), share('a9', { firstMs: 2, lastMs: 800 })],
      [share('a9', { firstMs: 90, dueMs: 85, lastMs: 1300 })],
    ].map((shares) => measuredCell({ server: 'LOCAL', strategy: 'async', shares }));
    const rows = agentRows(cells).map((row) => AGENT_COLUMNS.map(({ text }) => text(row)));
    expect(AGENT_COLUMNS.map(({ head }) => head)).toEqual([
      ...['agent', 'cores', 'cells', 'items', 'm'],
      ...['clock known to', 'first request', 'last item', 'late'],
    ]);
    expect(rows).toEqual([
      ['a9', '2', '2', '18', '–', '± 0.3 ms', '5.0 ms', '1.300 s', 'no'],
      ['a10', '2', '1', '9', '–', '± 3.0 ms', '1.0 ms', '0.900 s', 'no'],
    ]);
  });
});
