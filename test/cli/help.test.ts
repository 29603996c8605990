import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { program } from '../../cli/program.ts';
import { MemoryContext, runInMemory } from '../helpers/memory-context.ts';
import { runFlaglab } from '../helpers/run-flaglab.ts';
import { ROOT } from '../helpers/source-tree.ts';

const commands = program(new MemoryContext(), () => {}).commands.map((command) => command.name());
const subcommands = program(new MemoryContext(), () => {}).commands.flatMap((command) =>
  command.commands.map((child) => `${command.name()} ${child.name()}`),
);

/** The first of the codes that terminals take for colours, and everything else that moves a cursor. */
const ESCAPE = '\u001b';

describe('help', () => {
  it('lists every command', async () => {
    const { code, stdout, stderr } = await runFlaglab(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(commands).toEqual(expect.arrayContaining(['serve', 'get', 'plan', 'bench']));
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} .*\\w`, 'm'));
  });

  it.each(['', ...commands, ...subcommands])('of "flaglab %s" ends with an example', async (command) => {
    const args = [...command.split(' ').filter(Boolean), '--help'];
    const { code, stdout, stderr } = await runInMemory(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [, examples] = stdout.split(/^Examples?:\n/m);
    expect(examples).toMatch(new RegExp(`^  npx flaglab ${command}`));
  });

  it('is shown on stderr, with exit code 2, when no command is given', async () => {
    const { code, stdout, stderr } = await runFlaglab([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: flaglab /);
  });
});

describe('--version', () => {
  it('is that of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await runFlaglab(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('wrong usage', () => {
  it.each([
    [
      'an unknown command',
      ['gert'],
      /^error: unknown command 'gert'\n(\(Did you mean get\?\)\n)?Usage: npx flaglab \[.*\n$/,
    ],
    ['an unknown option', ['get', '--slowly'], /^error: unknown option '--slowly'\nUsage: npx flaglab get .*\n$/],
    ['a value missing', ['get', '-m'], /^error: option '-m.*' argument missing\nUsage: npx flaglab get .*\n$/],
    [
      'a value out of range',
      ['get', '-m', '0'],
      /^error: option '-m.*'0' is invalid\. .*\nUsage: npx flaglab get .*\n$/,
    ],
    ['a needed option left out', ['plan'], /^error: required option '-s.*\nUsage: npx flaglab plan .*\n$/],
    [
      'an unknown server',
      ['plan', '-s', 'NOWHERE'],
      /^error: "NOWHERE" is not a server: .*\nSee: npx flaglab plan --help\n$/,
    ],
  ])('of %s is said in one line and the usage on stderr, with exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await runInMemory(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('colour', () => {
  it.each([[['--help']], [['get', '--help']], [['plan', '-s', 'ERROR']], [['gert']]])(
    'is not in what %j prints to a file or pipe',
    async (args) => {
      // Says so to those libraries that would otherwise look only at the terminal.
      const env = { ...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor' };
      const { stdout, stderr } = await runFlaglab(args, { env });
      expect(stdout + stderr).not.toBe('');
      expect(stdout + stderr).not.toContain(ESCAPE);
    },
  );
});
