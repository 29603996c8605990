import { randomBytes } from 'node:crypto';
import { version } from '../../lib/package/version.ts';
import { createControlApi } from '../../servers/control/control-api.ts';
import { listen } from '../../servers/http/listen.ts';
import type { Lab } from '../../servers/lab/start-lab.ts';

/** A control API that listens. */
export interface Control {
  readonly url: string;
  /** What requests must carry; undefined where only this machine can reach the API. */
  readonly token: string | undefined;
  close(): Promise<void>;
}

/**
 * Starts the control API beside servers. On another host than loopback it asks for a token, made here.
 *
 * @throws ListenError when the port is taken
 */
export async function startControl(
  { servers, seed, timeScale }: Pick<Lab, 'servers' | 'seed' | 'timeScale'>,
  { port, host, open }: { readonly port: number; readonly host: string | undefined; readonly open: boolean },
): Promise<Control> {
  const token = open ? randomBytes(18).toString('base64url') : undefined;
  const api = await createControlApi({ servers, seed, timeScale, version: version(), token });
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
