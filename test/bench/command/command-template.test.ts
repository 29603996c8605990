import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { fillIn, PLACEHOLDERS, type PlaceholderValues, parseCommand } from '../../../bench/command/command-template.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';

const VALUES: PlaceholderValues = {
  label: 'DELAY',
  base_url: 'http://127.0.0.1:4711/flags',
  limit: 20,
  m: 5,
  seed: 42,
  codes_file: '/tmp/it\'s a "folder"/$(codes)',
};

describe('a command', () => {
  it.each([
    ['xargs -P {m} curl', 'xargs', 'xargs -P {m} curl'],
    ['  curl=xargs -P {m} curl', 'curl', 'xargs -P {m} curl'],
    ['/usr/bin/python3 client.py', 'python3', '/usr/bin/python3 client.py'],
    ['"/opt/my/client" -m {m}', 'client', '"/opt/my/client" -m {m}'],
    ['NODE_ENV=production A=1 node a.js', 'node', 'NODE_ENV=production A=1 node a.js'],
    ['my-1.client=LANG=C python3 a.py', 'my-1.client', 'LANG=C python3 a.py'],
  ])('%j is a row called %s', (text, name, template) => {
    expect(parseCommand(text)).toEqual({ name, template });
  });

  it.each(['', '  ', 'name=', 'A=1 B=2'])('%j is none', (text) => {
    expect(() => parseCommand(text)).toThrow(UsageError);
  });

  it('names all placeholders when it has one that there is not', () => {
    expect(() => parseCommand('curl {base-url}')).toThrow(UsageError);
    const known = Object.keys(PLACEHOLDERS).map((name) => `{${name}}`);
    expect(() => parseCommand('curl {base-url}')).toThrow(
      `a command cannot have the placeholder {base-url}: there are ${known.join(' ')}`,
    );
    expect(() => parseCommand('curl {constructor}')).toThrow(UsageError);
  });

  it('gets a value for each placeholder, as often as it names it', () => {
    expect(fillIn('a {label} -m{m},{m} {limit} {seed} {base_url}/br', VALUES)).toBe(
      'a DELAY -m5,5 20 42 http://127.0.0.1:4711/flags/br',
    );
  });

  it('keeps the braces that hold no word, and one brace of two', () => {
    expect(fillIn(`xargs -I{} awk '{print $1}' {{m} $\{{HOME}`, VALUES)).toBe(
      `xargs -I{} awk '{print $1}' {m} $\{HOME}`,
    );
  });

  it('is given values of which a shell makes one word, as they are', () => {
    const printed = execFileSync('sh', ['-c', fillIn('printf "%s|" {codes_file} {label}', VALUES)], {
      encoding: 'utf8',
    });
    expect(printed).toBe(`${VALUES.codes_file}|DELAY|`);
  });
});
