import { SingleBar } from 'cli-progress';
import type { BenchEvent } from '../../../bench/experiment/run-bench.ts';
import { isMeasured } from '../../../bench/result/cell.ts';
import { cellName } from '../../../bench/result/cell-group.ts';
import { note, type Terminal } from '../../terminal/terminal.ts';

/** Shows on stderr how far a bench is. `using` it takes a bar away at the end. */
export interface BenchProgress extends Disposable {
  readonly tell: (event: BenchEvent) => void;
}

/** One bar that moves on a terminal, one line for each cell elsewhere. */
export function benchProgress(cells: number, terminal: Terminal): BenchProgress {
  return terminal.stderr.isTTY ? bar(cells, terminal) : lines(cells, terminal);
}

function lines(cells: number, terminal: Terminal): BenchProgress {
  let done = 0;
  return {
    tell: ({ type, cell }) => {
      if (type === 'cell-started') return;
      const result = isMeasured(cell) ? `${(cell.elapsedMs / 1000).toFixed(3)} s` : 'failed';
      note(terminal, `[${++done}/${cells}] ${cellName(cell)}: ${result}`);
    },
    [Symbol.dispose]: () => {},
  };
}

function bar(cells: number, terminal: Terminal): BenchProgress {
  const single = new SingleBar({
    format: '{value}/{total}|{bar}| {cell}',
    stream: terminal.stderr,
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
