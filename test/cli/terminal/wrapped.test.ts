import { expect, it } from 'vitest';
import { wrapped } from '../../../cli/terminal/wrapped.ts';

const TEXT = 'At m = 194 the server refused 154 of 194.';

it.each([
  [{ isTTY: true, columns: 20 }, ['- At m = 194 the', '  server refused 154', '  of 194.']],
  [{ isTTY: true, columns: 5 }, ['- At', '  m = 194', '  the', '  server', '  refused', '  154', '  of', '  194.']],
  [{ isTTY: true, columns: 80 }, [`- ${TEXT}`]],
  [{ isTTY: true, columns: undefined }, [`- ${TEXT}`]],
  [{ isTTY: false, columns: 20 }, [`- ${TEXT}`]],
])('a text in %o is broken between words, and never within m = 194', (output, lines) => {
  expect(wrapped(`- ${TEXT}`, output, '  ')).toEqual(lines);
});
