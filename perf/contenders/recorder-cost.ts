// What the recorder's calls for one request take, against the CPU time that LOCAL takes for one. Prints {share}.
import { request } from 'undici';
import { createFlagServer } from '../../servers/flags/flag-server.ts';
import { listen } from '../../servers/http/listen.ts';
import { Recorder } from '../../servers/records/recorder.ts';

const CALLS = 1_000_000;
const REQUESTS = 5000;

console.log(JSON.stringify({ share: recordingMs() / (await answeringMs()) }));

function recordingMs(): number {
  const recorder = new Recorder('LOCAL');
  const arrival = { key: 'GET /flags/br/br.gif', attempt: 1, connection: 1, injectedMs: 0, serviceMs: 0, faults: [] };
  const started = performance.now();
  for (let i = 0; i < CALLS; i++) {
    const id = recorder.arrive(arrival);
    recorder.firstByte(id);
    recorder.end(id, 'sent', 200, 15_745);
  }
  return (performance.now() - started) / CALLS;
}

/** The client is in this process too, so half of the time is taken to be the server's. */
async function answeringMs(): Promise<number> {
  const server = await listen(createFlagServer().handle, { label: 'LOCAL', port: 0 });
  const ask = async () => {
    await (await request(`${server.url}/flags/br/br.gif`)).body.dump();
  };
  for (let i = 0; i < REQUESTS; i++) await ask();
  const before = process.cpuUsage();
  for (let i = 0; i < REQUESTS; i++) await ask();
  const { user, system } = process.cpuUsage(before);
  await server.close(0);
  return (user + system) / 1000 / REQUESTS / 2;
}
