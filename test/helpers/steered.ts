import { startControl } from '../../cli/running-servers/start-control.ts';
import { type ServerPlan, startLab } from '../../servers/lab/start-lab.ts';

/** What `flaglab serve` starts, in the process of the test. `await using` stops it. */
export interface Steered extends AsyncDisposable {
  /** By label, CONTROL among them. */
  readonly urls: Readonly<Record<string, string>>;
}

/** Starts servers and their control API on free ports. */
export async function steered(servers: Readonly<Record<string, ServerPlan>>): Promise<Steered> {
  const lab = await startLab(servers);
  const control = await startControl(lab, { port: 0, host: undefined, open: false });
  return {
    urls: { ...Object.fromEntries(lab.servers.map(({ label, url }) => [label, url])), CONTROL: control.url },
    [Symbol.asyncDispose]: async () => void (await Promise.all([control.close(), lab.close(0)])),
  };
}
