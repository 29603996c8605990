import { expect, it } from 'vitest';
import { checkedHooks } from '../../../bench/command/check-hooks.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';

it('are the hooks among other options', () => {
  const hooks = {
    setup: 'make {seed}',
    prepare: 'echo {label} {base_url} {limit} {m} {seed}',
    cleanup: "awk '{{print}'",
  };
  expect(checkedHooks({ ...hooks, m: 3 } as typeof hooks)).toEqual(hooks);
  expect(checkedHooks({})).toEqual({});
});

it.each([
  [{ setup: 'echo {label}' }, '--setup cannot have the placeholder {label}: there is {seed} only'],
  [
    { prepare: 'cat {codes_file}' },
    '--prepare cannot have the placeholder {codes_file}: there are {label} {base_url} {limit} {m} {seed}',
  ],
  [{ cleanup: ' ' }, '--cleanup holds no command'],
])('are refused before anything is run: %j', (options, message) => {
  expect(() => checkedHooks(options)).toThrow(UsageError);
  expect(() => checkedHooks(options)).toThrow(message);
});
