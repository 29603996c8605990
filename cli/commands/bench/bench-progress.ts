import { SingleBar } from 'cli-progress';
import type { BenchEvent } from '../../../bench/experiment/run-bench.ts';
import { isMeasured } from '../../../bench/result/cell.ts';
import { cellName } from '../../../bench/result/cell-group.ts';
import { type CommandContext, note } from '../../terminal/command-context.ts';

/** Shows on stderr how far a bench is. `using` it takes a bar away at the end. */
export interface BenchProgress extends Disposable {
  readonly tell: (event: BenchEvent) => void;
}

/** One bar that moves on a terminal, one line for each cell elsewhere. */
export function benchProgress(cells: number, context: CommandContext): BenchProgress {
  return context.stderr.isTTY ? bar(cells, context) : lines(cells, context);
}

function lines(cells: number, context: CommandContext): BenchProgress {
  let done = 0;
  return {
    tell: ({ type, cell }) => {
      if (type === 'cell-started') return;
      const result = isMeasured(cell) ? `${(cell.elapsedMs / 1000).toFixed(3)} s` : 'failed';
      note(context, `[${++done}/${cells}] ${cellName(cell)}: ${result}`);
    },
    [Symbol.dispose]: () => {},
  };
}

function bar(cells: number, context: CommandContext): BenchProgress {
  const single = new SingleBar({
    format: '{value}/{total}|{bar}| {cell}',
    stream: context.stderr,
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: ' ',
    clearOnComplete: true,
  });
  let done = 0;
  single.start(cells, 0, { cell: 'starting the servers' });
  return {
    tell: ({ type, cell }) => {
      if (type === 'cell-ended') single.update(++done);
      else single.update(done, { cell: cellName(cell) });
    },
    [Symbol.dispose]: () => single.stop(),
  };
}
