import { describe, expect, it } from 'vitest';
import { note, print } from '../../../cli/terminal/command-context.ts';
import { MemoryContext } from '../../helpers/memory-context.ts';

const RED_ERROR = '\u001b[31merror\u001b[39m: it broke';

describe('a line', () => {
  it.each([
    ['on a terminal', 80, {}, RED_ERROR],
    ['not where somebody wants none', 80, { NO_COLOR: '1' }, 'error: it broke'],
    ['not on a terminal that has none', 80, { TERM: 'dumb' }, 'error: it broke'],
    ['not in a pipe', undefined, {}, 'error: it broke'],
  ])('is coloured by what it means: %s', (_, columns, env, written) => {
    const context = new MemoryContext([], { ...(columns !== undefined && { columns }), env });
    note(context, 'error: it broke');
    expect(context.stderr.text).toBe(`${written}\n`);
  });

  it.each([
    [20, ['  one two three four', '  five six']],
    [0, ['  one two three four five six']],
    [undefined, ['  one two three four five six']],
  ])('is broken where a terminal of %s columns ends, below its own beginning', (columns, lines) => {
    const context = new MemoryContext([], columns === undefined ? {} : { columns });
    print(context, '  one two three four five six');
    expect(context.stdout.text.split('\n').slice(0, -1)).toEqual(lines);
  });

  it('is as wide as 80 columns where a terminal says 0', () => {
    const context = new MemoryContext([], { columns: 0 });
    print(context, 'word '.repeat(40).trim());
    expect(context.stdout.text.split('\n').map(({ length }) => length)).toEqual([79, 79, 39, 0]);
  });

  it.each([
    [{ TERM_PROGRAM: 'vscode' }, true],
    [{ VTE_VERSION: '7600' }, true],
    [{ VTE_VERSION: '3400' }, false],
    [{ TERM_PROGRAM: 'vscode', TMUX: '/tmp/tmux' }, false],
    [{ TERM: 'linux' }, false],
  ])('has a link on terminals that are known to make them: %j', (env, isLink) => {
    const context = new MemoryContext([], { columns: 80, env });
    print(context, ['Report: ', { text: 'r.html', href: 'file:///r.html' }]);
    const path = isLink ? '\u001b]8;;file:///r.html\u001b\\r.html\u001b]8;;\u001b\\' : 'r.html';
    expect(context.stdout.text).toBe(`Report: ${path}\n`);
  });
});
