import { expect, it } from 'vitest';
import { print, printJson, printText } from '../../../cli/terminal/command-context.ts';
import { printable } from '../../../cli/terminal/printable.ts';
import { MemoryContext, runInMemory } from '../../helpers/memory-context.ts';

/** Clears the screen and sounds the bell; a C1 control does the same as ESC [. */
const HOSTILE = 'a\u001b[2J\u0007\u009b2Jb\rc\u202ed';

it('writes control characters as JSON does, so that they do nothing', () => {
  expect(printable(HOSTILE)).toBe('a\\u001b[2J\\u0007\\u009b2Jb\\rc\\u202ed');
  expect(printable('café 中 ± – █')).toBe('café 中 ± – █');
});

it.each([['print'], ['printJson'], ['printText']])('is what %s writes to a terminal', (how) => {
  const context = new MemoryContext([], { columns: 80, env: { NO_COLOR: '1' } });
  if (how === 'print') print(context, HOSTILE);
  else if (how === 'printJson') printJson(context, HOSTILE);
  else printText(context, HOSTILE);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(context.stdout.text.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

it('leaves JSON the value that it has', () => {
  const context = new MemoryContext();
  printJson(context, { HOSTILE });
  expect(JSON.parse(context.stdout.text)).toEqual({ HOSTILE });
});

it.each([
  [['plan', '-s', 'LOCAL', 'BR\r'], 'error: "BR\\r" is not a country code'],
  [['plan', '-s', 'A\u001b[2J'], 'error: "A\\u001b[2J" is not a label'],
  [['report', 'x\u001b]0;y\u0007'], 'error: there is no run "x\\u001b]0;y\\u0007"'],
  [['ge\u001b[2Jt'], "error: unknown command 'ge\\u001b[2Jt'"],
  [['get', '-m', '1\u001b[2J'], "'1\\u001b[2J' is invalid"],
])('is how %j is told what is wrong', async (args, message) => {
  const { stderr } = await runInMemory(args);
  expect(stderr).toContain(message);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(stderr).not.toMatch(/[\r\u001b\u0007]/);
});
