// What a good programmer writes by hand: m loops of undici.request that share a counter. Same arguments and output, and
// how many requests warm it up.
import { Agent, request } from 'undici';

const [baseUrl = '', m = '', items = '', warmUpItems = Math.ceil(Number(items) / 4)] = process.argv.slice(2);
await round(Number(warmUpItems));
console.log(JSON.stringify({ perSecond: await round(Number(items)) }));

async function round(count: number): Promise<number> {
  const dispatcher = new Agent({ connections: Number(m) });
  const started = performance.now();
  let next = 0;
  let ok = 0;
  const loop = async () => {
    while (next++ < count) {
      const { statusCode, body } = await request(`${baseUrl}/br/br.gif`, { dispatcher });
      await body.arrayBuffer();
      if (statusCode === 200) ok += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(m) }, loop));
  if (ok !== count) throw new Error(`only ${ok} of ${count} requests were answered`);
  const perSecond = (ok / (performance.now() - started)) * 1000;
  await dispatcher.close();
  return perSecond;
}
