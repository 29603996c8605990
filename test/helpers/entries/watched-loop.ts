import { pbkdf2Sync } from 'node:crypto';
import { LoopWatch } from '../../../bench/usage/loop-watch.ts';

// Prints who held the event loop: one computes by itself, one has Node compute, and one only for a moment.
const watch = await LoopWatch.start();
for (const hold of [spin, digest, blink]) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  hold();
}
await new Promise((resolve) => setTimeout(resolve, 50));
process.stdout.write(JSON.stringify(await watch.end()));

function spin(ms = 300): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

function digest(): void {
  const endMs = performance.now() + 600;
  while (performance.now() < endMs) pbkdf2Sync('flag', 'salt', 20_000, 64, 'sha512');
}

function blink(): void {
  spin(1);
}
