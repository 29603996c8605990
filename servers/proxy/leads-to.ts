import { resolve } from 'node:path';
import { isLoopback } from '../../lib/network/is-loopback.ts';
import type { ProxyTarget } from './proxy-target.ts';

/** Where a proxy listens. */
export interface ListenedAt {
  /** 0 where it is not known yet. */
  readonly port?: number;
  readonly socket?: string | undefined;
}

/** Whether a target is what listens there. A proxy that led to itself would ask itself for ever. */
export function leadsTo({ url, socketPath }: ProxyTarget, { port, socket }: ListenedAt): boolean {
  if (socketPath !== undefined) return socket !== undefined && resolve(socket) === resolve(socketPath);
  const targetPort = url.port === '' ? { 'http:': 80, 'https:': 443 }[url.protocol] : Number(url.port);
  return socket === undefined && isLoopback(url.hostname) && targetPort === port;
}
