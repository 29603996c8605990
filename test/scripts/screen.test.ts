import { expect, it } from 'vitest';
import { Screen } from '../../scripts/terminal/screen.ts';
import { screenPage } from '../../scripts/terminal/screen-page.ts';

/** The text of a screen after an output. */
function shown(output: string, columns = 80): string[] {
  const screen = new Screen(columns);
  screen.write(output);
  return screen.lines().map((line) => line.map(({ text }) => text).join(''));
}

it.each([
  ['what is written over', '10 %\r50 %\r\n', ['50 %']],
  ['a shorter frame over a longer one', 'starting\rdone\u001b[K\r\n', ['done']],
  ['rows that are drawn again where they were', 'a 1\r\nb 1\r\n\u001b[2Aa 2\r\nb 2\r\n', ['a 2', 'b 2']],
  ['less than was drawn before', 'a\r\nb\r\nc\r\n\u001b[3A\u001b[0Jd\r\n', ['d']],
  ['what only a terminal hears', '\u001b[?25lab\u001b]0;title\u0007\u001b[?25h', ['ab']],
])('shows %s as a terminal does', (_what, output, lines) => {
  expect(shown(output)).toEqual(lines);
});

it('keeps colours, and what is no markup', () => {
  const screen = new Screen(80);
  screen.write('\u001b[1;32m<ok>\u001b[0m \u001b[38;5;196mred\u001b[39m \u001b[38;2;1;2;3mown\u001b[m');
  const page = screenPage(screen.lines());
  expect(page).toContain('<span style="color: #8fd18f; font-weight: bold">&lt;ok&gt;</span> <span');
  expect(page).toContain('<span style="color: rgb(255 0 0)">red</span>');
  expect(page).toContain('<span style="color: rgb(1 2 3)">own</span>');
});

it('goes on in the next line after the last column', () => {
  expect(shown('abcdef', 4)).toEqual(['abcd', 'ef']);
});
