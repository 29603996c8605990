import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellQuoted } from '../../lib/shell-quoted.ts';

it.each([
  ['AD', 'AD'],
  ['http://localhost:8000/flags', 'http://localhost:8000/flags'],
  ['delay=fixed:1s@5%,path=/a', 'delay=fixed:1s@5%,path=/a'],
  ['', "''"],
  ["it's", "'it'\\''s'"],
  ['a b', "'a b'"],
  ['$(ls) `ls` "x" \\ * ~ {a,b} & ;\n#', '\'$(ls) `ls` "x" \\ * ~ {a,b} & ;\n#\''],
])('quotes %j so that a shell reads it as one word', (text, quoted) => {
  expect(shellQuoted(text)).toBe(quoted);
  expect(execFileSync('sh', ['-c', `printf %s ${quoted}`], { encoding: 'utf8' })).toBe(text);
});
