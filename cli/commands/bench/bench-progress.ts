import type { BenchEvent } from '../../../bench/experiment/run-bench.ts';
import { isMeasured } from '../../../bench/result/cell.ts';
import { cellName } from '../../../bench/result/cell-group.ts';
import { figure, figureText } from '../../../bench/result/figures.ts';
import type { LiveTable } from '../../result-text/live-table.ts';
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

/**
 * One bar that moves on a terminal, one line for each cell elsewhere.
 *
 * @param live the table whose rows appear as they are done, above the bar
 */
export function benchProgress(
  toCome: CellsToCome,
  context: CommandContext,
  signal: AbortSignal,
  live?: LiveTable,
): BenchProgress {
  const progress = context.stderr.isTTY ? bar(toCome, context, signal, live) : lines(toCome, context, live);
  return {
    tell: (event) => {
      progress.tell(event);
      // Whoever has pressed Ctrl-C waits for the prompt, and no bar moves any more.
      const isWaitedFor = signal.aborted && event.type === 'stage-started' && event.stage === '--cleanup';
      if (isWaitedFor) note(context, 'running --cleanup; Ctrl-C once more ends it');
    },
    [Symbol.dispose]: () => progress[Symbol.dispose](),
  };
}

function lines({ cells, isGuess }: CellsToCome, context: CommandContext, live: LiveTable | undefined): BenchProgress {
  let done = 0;
  return {
    tell: (event) => {
      if (event.type !== 'cell-ended') return;
      const { cell } = event;
      const result = isMeasured(cell) ? figureText(figure('elapsed'), cell) : 'failed';
      note(context, `[${++done}${isGuess ? '' : `/${cells}`}] ${cellName(cell)}: ${result}`);
      live?.add(cell);
    },
    [Symbol.dispose]: () => {},
  };
}

function bar(
  { cells }: CellsToCome,
  context: CommandContext,
  signal: AbortSignal,
  live: LiveTable | undefined,
): BenchProgress {
  const moving = new ProgressBar(cells, context, signal, 'starting the servers', { isTemporary: true });
  let left = cells;
  return {
    tell: (event) => {
      if (event.type !== 'cell-ended') {
        moving.label = event.type === 'cell-started' ? cellName(event.cell) : event.stage;
        return;
      }
      if (left-- > 0) moving.advance();
      moving.printAbove(() => live?.add(event.cell));
    },
    [Symbol.dispose]: () => moving[Symbol.dispose](),
  };
}
