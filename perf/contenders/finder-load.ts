// Asks a finder for "cat face" again and again, while some clients ask for all of "cjk", page by page as their links say.
// Prints {perSecond}: how many waits of "cat face" as long as the p99 fit into a second.

import { quantile } from 'simple-statistics';
import { Agent } from 'undici';

const [url = '', clients = '10', count = '400'] = process.argv.slice(2);
const WARM_UP = 50;

// A connection for each, so that nobody waits for another's on this side.
const agent = new Agent({ connections: Number(clients) + 1, pipelining: 1 });
await ready();
let isOver = false;
const others = Array.from({ length: Number(clients) }, askForCjk);
const waits: number[] = [];
for (let asked = 0; asked < WARM_UP + Number(count); asked++) {
  const startedMs = performance.now();
  await ask('/search?q=cat+face');
  if (asked >= WARM_UP) waits.push(performance.now() - startedMs);
}
isOver = true;
await Promise.all(others);
await agent.close();
console.log(JSON.stringify({ perSecond: 1000 / quantile(waits, 0.99) }));

async function ask(path: string): Promise<string | undefined> {
  const { statusCode, headers, body } = await agent.request({ origin: url, path, method: 'GET' });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text}`);
  return /^<(.+)>; rel="next"$/.exec(String(headers.link ?? ''))?.[1];
}

async function askForCjk(): Promise<void> {
  while (!isOver) {
    let path: string | undefined = '/search?q=cjk';
    while (path !== undefined && !isOver) path = await ask(path);
  }
}

async function ready(): Promise<void> {
  for (;;) {
    const { statusCode, body } = await agent.request({ origin: url, path: '/search?q=sun', method: 'GET' });
    await body.dump();
    if (statusCode === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
