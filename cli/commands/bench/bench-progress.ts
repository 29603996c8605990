import type { BenchEvent } from '../../../bench/experiment/run-bench.ts';
import { isMeasured } from '../../../bench/result/cell.ts';
import { cellName } from '../../../bench/result/cell-group.ts';
import { figure, figureText } from '../../../bench/result/figures.ts';
import { type CommandContext, note } from '../../terminal/command-context.ts';
import { ProgressBar } from '../../terminal/progress-bar.ts';

/** Shows on stderr how far a bench is. `using` it ends a bar's line. */
export interface BenchProgress extends Disposable {
  readonly tell: (event: BenchEvent) => void;
}

/** How many cells are to come. */
export interface CellsToCome {
  readonly cells: number;
  /** Whether they may as well be more, or fewer, by what comes out. */
  readonly isGuess: boolean;
}

/** One bar that moves on a terminal, one line for each cell elsewhere. */
export function benchProgress(toCome: CellsToCome, context: CommandContext, signal: AbortSignal): BenchProgress {
  return context.stderr.isTTY ? bar(toCome, context, signal) : lines(toCome, context);
}

function lines({ cells, isGuess }: CellsToCome, context: CommandContext): BenchProgress {
  let done = 0;
  return {
    tell: ({ type, cell }) => {
      if (type === 'cell-started') return;
      const result = isMeasured(cell) ? figureText(figure('elapsed'), cell) : 'failed';
      note(context, `[${++done}${isGuess ? '' : `/${cells}`}] ${cellName(cell)}: ${result}`);
    },
    [Symbol.dispose]: () => {},
  };
}

function bar({ cells }: CellsToCome, context: CommandContext, signal: AbortSignal): BenchProgress {
  const moving = new ProgressBar(cells, context, signal, 'starting the servers');
  let left = cells;
  return {
    tell: ({ type, cell }) => {
      if (type === 'cell-ended' && left-- > 0) moving.advance();
      if (type === 'cell-started') moving.label = cellName(cell);
    },
    [Symbol.dispose]: () => moving[Symbol.dispose](),
  };
}
