import { randomBytes } from 'node:crypto';
import { version } from '../../lib/package/version.ts';
import { type Controlled, createControlApi } from '../../servers/control/control-api.ts';
import type { Experiments } from '../../servers/control/experiments/experiments.ts';
import { listen } from '../../servers/http/listen.ts';

/** A control API that listens. */
export interface Control {
  readonly url: string;
  /** What requests must carry; undefined where only this machine can reach the API. */
  readonly token: string | undefined;
  close(): Promise<void>;
}

/** What options say of the control API. */
export interface ControlPlan {
  /** Whether there is to be one. */
  readonly control: boolean;
  readonly controlPort: number;
  readonly host?: string | undefined;
  /** Whether other machines can reach it. */
  readonly open: boolean;
  /** What can be raced, swept and tuned through it; default: nothing. */
  readonly experiments?: Experiments;
}

/**
 * Starts the control API beside servers, unless there is to be none. Where it cannot be started they are closed.
 *
 * @throws ListenError when the port is taken
 */
export async function startControlUnless(
  lab: Controlled,
  { control, controlPort, ...plan }: ControlPlan,
): Promise<Control | undefined> {
  if (!control) return undefined;
  try {
    return await startControl(lab, { ...plan, port: controlPort });
  } catch (error) {
    await Promise.all(lab.servers.map((server) => server.close(0)));
    throw error;
  }
}

/**
 * Starts the control API beside servers. On another host than loopback it asks for a token, made here.
 *
 * @throws ListenError when the port is taken
 */
export async function startControl(
  lab: Controlled,
  { port, host, open, experiments }: Pick<ControlPlan, 'host' | 'open' | 'experiments'> & { readonly port: number },
): Promise<Control> {
  const token = open ? randomBytes(18).toString('base64url') : undefined;
  const api = await createControlApi(lab, { version: version(), token, experiments });
  const listening = await listen(api.handle, { label: 'CONTROL', port, host });
  return {
    url: listening.url,
    token,
    close: async () => {
      api.close();
      await listening.close();
    },
  };
}
