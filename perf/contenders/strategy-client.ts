// One of the strategies, saving nothing. Arguments: strategy, base url, m, items. Prints {perSecond}, counted from when
// its threads are ready, if it has any.
import { strategy } from '../../clients/strategies.ts';

const [name = '', baseUrl = '', m = '', items = ''] = process.argv.slice(2);
const { download } = strategy(name);
await round(Math.ceil(Number(items) / 4));
console.log(JSON.stringify({ perSecond: await round(Number(items)) }));

async function round(count: number): Promise<number> {
  const codes = new Array<string>(count).fill('BR');
  let startedMs = performance.now();
  let ok = 0;
  for await (const { kind, endedMs } of download(codes, { baseUrl, m: Number(m) })) {
    if (ok === 0) startedMs = performance.now() - endedMs;
    if (kind === 'ok') ok += 1;
  }
  if (ok !== count) throw new Error(`only ${ok} of ${count} requests were answered`);
  return (ok / (performance.now() - startedMs)) * 1000;
}
