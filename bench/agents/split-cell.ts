import type { CellTask, Turn } from '../experiment/cell/cell-process.ts';
import { isCommandTask } from '../experiment/cell/cell-runner.ts';
import type { CommandTask } from '../experiment/cell/command-cell.ts';

/** What an agent is to do of a cell: all but where it warms up, which is a matter of its machine. */
export type ShareTask = Omit<CellTask, 'warmUpUrl'> | CommandTask;

/**
 * Splits a cell in shares, one for each agent, that lose nothing: their items, and their m, add up to those of the whole. The
 * slots of m are dealt in turn, and then the items to the slots, so that each slot gets as many. Of a schedule it is the
 * arrivals that are dealt in turn. There are fewer shares than agents where there is not enough to deal.
 *
 * @param agents how many there are, from 1
 */
export function splitCell(task: CellTask | CommandTask, agents: number): ShareTask[] {
  if (isCommandTask(task)) {
    return dealt(task.codes, task.m, agents).map((share) => ({ ...task, ...share }));
  }
  const { warmUpUrl: _ofThisMachine, ...own } = task;
  if (task.client.kind === 'open') return arrivalsInTurn(own, agents);
  const { m = 1 } = task.options;
  return dealt(task.codes, m, agents).map((share) => ({
    ...own,
    codes: share.codes,
    options: { ...own.options, m: share.m },
  }));
}

interface Dealt {
  readonly codes: readonly string[];
  readonly m: number;
}

function dealt(codes: readonly string[], m: number, agents: number): Dealt[] {
  const count = Math.min(agents, m, codes.length);
  return Array.from({ length: count }, (_, index) => ({
    codes: codes.filter((_code, item) => (item % m) % count === index),
    m: Math.ceil((m - index) / count),
  }));
}

function arrivalsInTurn(task: Omit<CellTask, 'warmUpUrl'>, agents: number): ShareTask[] {
  const { codes } = task;
  const of = Math.min(agents, codes.length);
  return Array.from({ length: of }, (_, index): ShareTask => {
    const turn: Turn = { index, of };
    return { ...task, codes: codes.filter((_code, arrival) => arrival % of === index), turn };
  });
}
