import { SingleBar } from 'cli-progress';
import type { CommandContext } from '../../terminal/command-context.ts';

/** Something that shows how far a download is. `using` it takes it away at the end. */
export interface Progress extends Disposable {
  /** One more item has ended. */
  advance(): void;
}

const NO_PROGRESS: Progress = { advance: () => {}, [Symbol.dispose]: () => {} };

/** A progress bar on stderr; none where stdout is no terminal, or where other output would cross it. */
export function progressBar(
  items: number,
  context: CommandContext,
  { verbose, json }: { readonly verbose?: boolean; readonly json?: boolean },
): Progress {
  if (verbose === true || json === true || !context.stdout.isTTY) return NO_PROGRESS;
  const bar = new SingleBar({
    format: '{percentage}%|{bar}| {value}/{total} [{duration_formatted}, {rate}/s]',
    stream: context.stderr,
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: ' ',
    hideCursor: true,
  });
  const started = performance.now();
  const rate = (done: number) => ((done / (performance.now() - started)) * 1000).toFixed(2);
  let done = 0;
  bar.start(items, 0, { rate: '0.00' });
  return {
    advance: () => bar.update(++done, { rate: rate(done) }),
    [Symbol.dispose]: () => bar.stop(),
  };
}
