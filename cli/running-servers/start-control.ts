import { randomBytes } from 'node:crypto';
import { ownHosts } from '../../lib/network/own-hosts.ts';
import { version } from '../../lib/package/version.ts';
import { type Access, holdersOf, roomOf, THIS_MACHINE } from '../../servers/control/access.ts';
import { type Controlled, createControlApi } from '../../servers/control/control-api.ts';
import type { Experiments } from '../../servers/control/experiments/experiments.ts';
import { Leader } from '../../servers/control/room/leader.ts';
import { listen } from '../../servers/http/listen.ts';

/** A control API that listens. */
export interface Control {
  readonly url: string;
  /** What requests must carry; undefined where only this machine can reach the API. In a room, those that change things. */
  readonly token: string | undefined;
  /** The path and query that let the browser of who leads a room in, once; undefined without a room. */
  readonly leaderLink: string | undefined;
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
  readonly experiments?: Experiments | undefined;
  /** What else it may be called, where the lab is for a room. */
  readonly allowHosts?: readonly string[] | undefined;
}

/**
 * Starts the control API beside servers, unless there is to be none. Where it cannot be started they are closed.
 *
 * @throws ListenError when the port is taken
 */
export async function startControlUnless(
  lab: Controlled,
  { control, controlPort, host, open, allowHosts, experiments }: ControlPlan,
): Promise<Control | undefined> {
  if (!control) return undefined;
  try {
    return await startControl(lab, { port: controlPort, host, open, allowHosts, experiments });
  } catch (error) {
    await Promise.all(lab.servers.map((server) => server.close(0)));
    throw error;
  }
}

/**
 * Starts the control API beside servers. On another host than loopback, and of a room, it asks for a token, made here.
 *
 * @throws ListenError when the port is taken
 */
export async function startControl(
  lab: Controlled,
  {
    port,
    host,
    open,
    allowHosts,
    experiments,
  }: Omit<ControlPlan, 'control' | 'controlPort'> & { readonly port: number },
): Promise<Control> {
  const token = open || lab.room !== undefined ? randomBytes(18).toString('base64url') : undefined;
  const leader = token === undefined || lab.room === undefined ? undefined : new Leader(token);
  const access = accessOf(token, leader, ownHosts({ host, allowHosts }));
  const api = await createControlApi(lab, { version: version(), access, leader, experiments });
  const listening = await listen(api.handle, { label: 'CONTROL', port, host });
  return {
    url: listening.url,
    token,
    leaderLink: leader?.link,
    close: async () => {
      api.close();
      await listening.close();
    },
  };
}

function accessOf(token: string | undefined, leader: Leader | undefined, isOwnHost: (host: string) => boolean): Access {
  if (token === undefined) return THIS_MACHINE;
  return leader === undefined ? holdersOf(token) : roomOf(leader, isOwnHost);
}
