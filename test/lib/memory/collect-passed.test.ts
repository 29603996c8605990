import { expect, test } from 'vitest';
import { collectPassed } from '../../../lib/memory/collect-passed.ts';

const MB = 2 ** 20;

test('what half a gigabyte came in is given back as it passes', () => {
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let passed = 0; passed < 512 * MB; passed += MB) {
    collectPassed(Buffer.alloc(MB).length);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(most).toBeLessThan(32 * MB);
});
