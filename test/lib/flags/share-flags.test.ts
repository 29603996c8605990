import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { readFlagsData } from '../../../lib/flags/flags-data.ts';
import { shareFlags } from '../../../lib/flags/share-flags.ts';

it('has threads read the flags from one place in memory', async () => {
  const [own, metadata] = [readFlagsData('br/br.gif'), readFlagsData('br/metadata.json')];
  shareFlags();
  const module = new URL('../../../lib/flags/flags-data.ts', import.meta.url);
  const code = `const { readFlagsData } = await import(${JSON.stringify(module.href)}); const { parentPort } = await import('node:worker_threads');
    const files = ['br/br.gif', 'br/metadata.json'].map(readFlagsData);
    parentPort.postMessage(files.map((file) => ({ text: file.toString('latin1'), isShared: file.buffer instanceof SharedArrayBuffer })));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  const [read] = await once(worker, 'message');
  await worker.terminate();
  expect(read).toEqual([own, metadata].map((file) => ({ text: file.toString('latin1'), isShared: true })));
});
