// The async strategy, saving nothing. Arguments: base url, m, items. Prints {perSecond}.
import { strategy } from '../../clients/strategies.ts';

const [baseUrl = '', m = '', items = ''] = process.argv.slice(2);
const { download } = strategy('async');
await round(Math.ceil(Number(items) / 4));
console.log(JSON.stringify({ perSecond: await round(Number(items)) }));

async function round(count: number): Promise<number> {
  const codes = new Array<string>(count).fill('BR');
  const started = performance.now();
  let ok = 0;
  for await (const { kind } of download(codes, { baseUrl, m: Number(m) })) if (kind === 'ok') ok += 1;
  if (ok !== count) throw new Error(`only ${ok} of ${count} requests were answered`);
  return (ok / (performance.now() - started)) * 1000;
}
