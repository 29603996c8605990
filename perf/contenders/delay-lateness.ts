// A thousand requests that wait at once in DELAY, whose code has warmed up and whose connections stand: how much later
// than its fate each answer left. Prints {p99Ms}.
import { quantileSorted } from 'simple-statistics';
import { Agent, request } from 'undici';
import { startLab } from '../../servers/lab/start-lab.ts';

const WAITING = 1000;

await using lab = await startLab({ DELAY: { faults: ['delay=uniform:1s..3s'] } }, { threads: true });
const dispatcher = new Agent({ connections: WAITING });
await lab.setFaults('DELAY', ['delay=fixed:500ms']);
await askAll();
await lab.setFaults('DELAY', ['delay=uniform:1s..3s']);
await askAll();
await dispatcher.close();
const late = (await lab.records('DELAY'))
  .slice(WAITING)
  .map(({ firstByteMs, startedMs, injectedMs }) => firstByteMs! - startedMs - injectedMs)
  .sort((a, b) => a - b);
console.log(JSON.stringify({ p99Ms: quantileSorted(late, 0.99) }));

async function askAll(): Promise<void> {
  const asked = Array.from({ length: WAITING }, async (_, i) => {
    await (await request(`${lab.url('DELAY')}/flags/br/br.gif?${i}`, { dispatcher })).body.dump();
  });
  await Promise.all(asked);
}
