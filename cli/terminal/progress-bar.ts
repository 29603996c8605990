import { onAbort } from '../../lib/concurrency/on-abort.ts';
import type { CommandContext } from './command-context.ts';
import { lineWidth } from './output.ts';
import { printable } from './printable.ts';
import { cut } from './text-width.ts';

const WIDTH = 20;
const REDRAW_MS = 100;

/** Erases from the cursor to the end of the line: what a longer frame, or the echo of Ctrl-C, has left there. */
export const ERASE_REST = '\u001b[K';

/** Shows on stderr how far work is: one line of a terminal, as the book's clients have it. `using` it ends the line. */
export class ProgressBar implements Disposable {
  /** What is being done, beside the bar while it moves. */
  label: string;
  readonly #total: number;
  readonly #context: Pick<CommandContext, 'stderr' | 'clock'>;
  readonly #startedMs: number;
  readonly #redrawing: Disposable;
  readonly #listening: Disposable;
  readonly #isTemporary: boolean;
  #done = 0;
  #drawn = '';
  #isOver = false;

  /**
   * @param total how often it will advance
   * @param signal ends the line where it is: a second Ctrl-C ends the process at once, and must find nothing to clean up
   * @param isTemporary whether nothing is left of it at the end, unless it was interrupted
   */
  constructor(
    total: number,
    context: Pick<CommandContext, 'stderr' | 'clock'>,
    signal: AbortSignal,
    label = '',
    { isTemporary = false } = {},
  ) {
    this.#isTemporary = isTemporary;
    this.label = label;
    this.#total = total;
    this.#context = context;
    this.#startedMs = context.clock.nowMs();
    this.#redraw();
    this.#redrawing = context.clock.every(REDRAW_MS, () => this.#redraw());
    this.#listening = onAbort(signal, () => this.#end());
  }

  /** One more is done; the bar shows it within a tenth of a second. */
  advance(): void {
    this.#done++;
  }

  /** Lets somebody print whole lines where the bar is; it moves below them. */
  printAbove(print: () => void): void {
    if (!this.#isOver) this.#context.stderr.write(`\r${ERASE_REST}`);
    print();
    this.#drawn = '';
    if (!this.#isOver) this.#redraw();
  }

  [Symbol.dispose](): void {
    this.#listening[Symbol.dispose]();
    if (this.#isTemporary) this.#erase();
    else this.#end();
  }

  #erase(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#redrawing[Symbol.dispose]();
    this.#context.stderr.write(`\r${ERASE_REST}`);
  }

  #redraw(): void {
    const frame = this.#frame();
    if (frame !== this.#drawn) this.#context.stderr.write(frame);
    this.#drawn = frame;
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#redrawing[Symbol.dispose]();
    this.label = '';
    this.#context.stderr.write(`${this.#frame()}\n`);
  }

  #frame(): string {
    const { stderr, clock } = this.#context;
    const line = `${progressLine(this.#done, this.#total, clock.nowMs() - this.#startedMs)} ${this.label}`.trimEnd();
    // The last column stays free: a full line could wrap.
    return `\r${cut(printable(line), lineWidth(stderr) - 1)}${ERASE_REST}`;
  }
}

/** Such as ` 50%|██████████          |  50/100 [00:03<00:03, 16.67/s]`: each figure as wide as it can become. */
function progressLine(done: number, total: number, elapsedMs: number): string {
  const share = total === 0 ? 1 : done / total;
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const bar = '█'.repeat(Math.floor(share * WIDTH)).padEnd(WIDTH);
  const count = String(done).padStart(String(total).length);
  const left = done === 0 ? '--:--' : clockTime((elapsedMs / done) * (total - done));
  return `${percent}|${bar}| ${count}/${total} [${clockTime(elapsedMs)}<${left}, ${rate(done, elapsedMs)}/s]`;
}

/** Minutes and seconds, or from a hundred minutes on hours and minutes, such as `01h40`: five characters. */
function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
  return `${twoDigits(Math.floor(minutes / 60))}h${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** So many a second, in five characters even when rounded up. */
function rate(done: number, elapsedMs: number): string {
  const perSecond = elapsedMs === 0 ? 0 : (done / elapsedMs) * 1000;
  return perSecond.toFixed(perSecond < 99.995 ? 2 : perSecond < 999.95 ? 1 : 0).padStart(5);
}
