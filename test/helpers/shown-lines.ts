import { print } from '../../cli/terminal/command-context.ts';
import type { Line } from '../../cli/terminal/line.ts';
import { MemoryContext } from './memory-context.ts';

/** What lines are when they are printed: in a pipe, or on a terminal so wide. */
export function shownLines(lines: readonly Line[], columns?: number): string[] {
  const context = new MemoryContext([], { ...(columns !== undefined && { columns }), env: { NO_COLOR: '1' } });
  for (const line of lines) print(context, line);
  return context.stdout.text.split('\n').slice(0, -1);
}
