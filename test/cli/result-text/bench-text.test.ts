import { expect, it } from 'vitest';
import { printFigures } from '../../../cli/result-text/bench-text.ts';
import { benchResult, measuredCell } from '../../helpers/bench/bench-result.ts';
import { MemoryContext } from '../../helpers/memory-context.ts';

function printed(columns?: number): string {
  const context = new MemoryContext([], columns === undefined ? {} : { columns });
  printFigures(benchResult([measuredCell({ server: 'DELAY', strategy: 'async' })]), context);
  return context.stdout.text;
}

it('explains the words of its table on a terminal, in lines that fit', () => {
  const text = printed(80);
  const flowing = text.replaceAll('\n', ' ');
  expect(flowing).toMatch(
    / m: how many requests .*\. goodput: items that ended ok, per second; .*\. efficiency: ideal .*\. More: npx flaglab explain $/,
  );
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

it('does not in a pipe', () => {
  expect(printed()).not.toContain('explain');
});
