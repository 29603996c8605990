import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fate } from '../../../servers/faults/decide-fate.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { ROOT } from '../../helpers/source-tree.ts';

it('computes the durations of fates as the lab does: examples/fates.py', () => {
  const printed = execFileSync('python3', [join(ROOT, 'examples/fates.py')], { encoding: 'utf8' });
  const [u, v, ...lines] = printed.trimEnd().split('\n');
  expect([u, v]).toEqual(['0.931137710', '0.780958144']);
  expect(lines).toHaveLength(7);
  const request = { seed: 42, label: 'ERROR', key: 'GET /flags/br/br.gif', attempt: 1 };
  for (const line of lines) {
    const [form] = line.split(' ');
    expect(`${form} ${fate(parseProfile([`delay=${form}`]), request).delayMs.toFixed(9)}`).toBe(line);
  }
});
