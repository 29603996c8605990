// Autocannon in one process, which is one core. Same arguments and output.
import autocannon from 'autocannon';

const [baseUrl = '', m = '', items = ''] = process.argv.slice(2);
await round(Number(items) / 4);
console.log(JSON.stringify({ perSecond: await round(Number(items)) }));

async function round(count: number): Promise<number> {
  const started = performance.now();
  const result = await autocannon({ url: `${baseUrl}/br/br.gif`, connections: Number(m), amount: count });
  if (result['2xx'] !== count) throw new Error(`only ${result['2xx']} of ${count} requests were answered`);
  return (count / (performance.now() - started)) * 1000;
}
