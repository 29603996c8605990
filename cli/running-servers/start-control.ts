import { randomBytes } from 'node:crypto';
import type { LabEvent } from '../../lib/events.ts';
import { isEveryAddress, ownHosts } from '../../lib/network/own-hosts.ts';
import { TOKEN_VARIABLE } from '../../lib/network/token-variable.ts';
import { version } from '../../lib/package/version.ts';
import { type Access, holdersOf, roomOf, THIS_MACHINE } from '../../servers/control/access.ts';
import { type Controlled, createControlApi } from '../../servers/control/control-api.ts';
import type { Experiments } from '../../servers/control/experiments/experiments.ts';
import { Leader } from '../../servers/control/room/leader.ts';
import { listen } from '../../servers/http/listen.ts';
import { underName } from './under-name.ts';

/** A control API that listens. */
export interface Control {
  readonly url: string;
  /** What requests must carry; undefined where only this machine can reach the API. In a room, those that change things. */
  readonly token: string | undefined;
  /** Whether it was chosen by who started the lab, who need not be told. */
  readonly isTokenChosen: boolean;
  /** The link that lets one browser in, once; undefined where all are let in. */
  readonly pageLink: string | undefined;
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
  /** The token that it asks for, where it asks for one; default: one is made. */
  readonly token?: string | undefined;
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
 * Starts the control API beside servers. On another host than loopback, and of a room, it asks for a token.
 *
 * @throws ListenError when the port is taken
 */
export async function startControl(
  lab: Controlled,
  {
    port,
    host,
    open,
    token: chosen,
    allowHosts,
    experiments,
  }: Omit<ControlPlan, 'control' | 'controlPort'> & { readonly port: number },
): Promise<Control> {
  const token = open || lab.room !== undefined ? (chosen ?? randomBytes(18).toString('base64url')) : undefined;
  const leader = token === undefined ? undefined : new Leader(token);
  const access = accessOf(leader, lab.room !== undefined, ownHosts({ host, allowHosts }));
  const api = await createControlApi(lab, { version: version(), access, leader, experiments });
  const listening = await listen(api.handle, { label: 'CONTROL', port, host });
  return {
    url: listening.url,
    token,
    isTokenChosen: token !== undefined && token === chosen,
    pageLink: leader && `${atHome(listening.url, host)}${leader.link}`,
    close: async () => {
      api.close();
      await listening.close();
    },
  };
}

/**
 * What is told of a control API that listens.
 *
 * @param url where it is reached; default: where it listens
 */
export function controlEvent(
  { url: own, token, isTokenChosen, pageLink: page }: Control,
  url = own,
): Extract<LabEvent, { type: 'control' }> {
  if (isTokenChosen) return { type: 'control', url, token: undefined, tokenFrom: TOKEN_VARIABLE, page };
  return { type: 'control', url, token, page };
}

function accessOf(leader: Leader | undefined, isRoom: boolean, isOwnHost: (host: string) => boolean): Access {
  if (leader === undefined) return THIS_MACHINE;
  return isRoom ? roomOf(leader, isOwnHost) : holdersOf(leader);
}

/** Whoever the page is for mostly sits at this machine, where a cookie for localhost goes over no network. */
function atHome(url: string, host: string | undefined): string {
  return host !== undefined && isEveryAddress(host) ? underName(url, 'localhost') : url;
}
