import { hashRounds } from './hash-rounds.ts';
import { peakRssBytes } from './peak-rss.ts';
import type { ProcessAnswer } from './process-usage.ts';
import { ready } from './ready.ts';

// Whoever asked is gone, or has all that it wanted.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (rounds: number) => answer(hashRounds(rounds)));
ready();
answer('');

function answer(digest: string): void {
  const { user, system } = process.cpuUsage();
  process.send!({ digest, cpuSeconds: (user + system) / 1e6, peakRssBytes: peakRssBytes() } satisfies ProcessAnswer);
}
