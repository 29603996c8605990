// A thousand requests that wait at once in DELAY: how much later than its fate each answer left. Prints {p99Ms}.
import { quantileSorted } from 'simple-statistics';
import { Agent, request } from 'undici';
import { startLab } from '../../servers/lab.ts';

const WAITING = 1000;

await using lab = await startLab({ DELAY: { faults: ['delay=uniform:1s..3s'] } }, { threads: true });
const dispatcher = new Agent({ connections: WAITING });
const asked = Array.from({ length: WAITING }, async (_, i) => {
  await (await request(`${lab.url('DELAY')}/flags/br/br.gif?${i}`, { dispatcher })).body.dump();
});
await Promise.all(asked);
await dispatcher.close();
const late = (await lab.records('DELAY')).map(
  ({ firstByteMs, startedMs, injectedMs }) => firstByteMs! - startedMs - injectedMs,
);
console.log(
  JSON.stringify({
    p99Ms: quantileSorted(
      late.sort((a, b) => a - b),
      0.99,
    ),
  }),
);
