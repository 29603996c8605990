import { collectWhenIdle, type Load } from '../../lib/memory/collect-when-idle.ts';
import type { ServerCalls } from '../../servers/lab/server-calls.ts';

/** Has this thread give back what it needs no more, whenever for a second nothing was asked of these servers. */
export function giveMemoryBack(servers: readonly Pick<ServerCalls, 'counts'>[]): void {
  collectWhenIdle(async (): Promise<Load> => {
    const counts = await Promise.all(servers.map((server) => server.counts()));
    const sumOf = (name: keyof Load) => counts.reduce((sum, one) => sum + one[name], 0);
    return { requests: sumOf('requests'), inFlight: sumOf('inFlight') };
  });
}
