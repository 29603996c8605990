import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from '../../helpers/source-tree.ts';

it('has a lab and a proxy withstand ten thousand mutated requests: none crashes, complains, or keeps anything open', async () => {
  const trial = join(ROOT, 'perf/trials/mutated-requests.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [trial, '10000'], { cwd: ROOT });
  expect(stdout).toMatch(/^10000 connections to 10 ports: withstood\.$/m);
});
