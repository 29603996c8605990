// Autocannon in one process, which is one core. Same arguments and output. It ends its work at the full second, so that
// the last answer is what stops the clock.
import autocannon from 'autocannon';

const [baseUrl = '', m = '', items = ''] = process.argv.slice(2);
await round(Math.ceil(Number(items) / 4));
console.log(JSON.stringify({ perSecond: await round(Number(items)) }));

async function round(count: number): Promise<number> {
  const started = performance.now();
  let ok = 0;
  let lastMs = started;
  const options = { url: `${baseUrl}/br/br.gif`, connections: Number(m), amount: count };
  await new Promise<void>((resolve, reject) => {
    const load = autocannon(options, (error) => (error == null ? resolve() : reject(error)));
    load.on('response', (_client, statusCode) => {
      if (statusCode === 200) ok += 1;
      if (ok === count) lastMs = performance.now();
    });
  });
  if (ok !== count) throw new Error(`only ${ok} of ${count} requests were answered`);
  return (count / (lastMs - started)) * 1000;
}
