import { isIP } from 'node:net';
import { UsageError } from '../../lib/errors/usage-error.ts';

/** Where a proxy of a file listens. */
export interface ListenAddress {
  /** 0 for any free port; absent for a socket. */
  readonly port?: number;
  /** One address instead of both loopback addresses. */
  readonly host?: string;
  /** The path of a Unix socket. */
  readonly socket?: string;
}

const SOCKET = /^unix:(\/(?!\/).+)$/;

const ADDRESS = /^(?:(.+):)?(\d{1,5})$/;

/**
 * Reads where to listen: `9001`, `192.168.1.5:9001`, `[::1]:9001` or `unix:/tmp/api.sock`.
 *
 * @throws UsageError for anything else
 */
export function parseListen(text: string): ListenAddress {
  const [, socket] = SOCKET.exec(text) ?? [];
  if (socket !== undefined) return { socket };
  const [, given, port] = ADDRESS.exec(text) ?? [];
  const host = given?.replace(/^\[(.*)\]$/, '$1');
  const isAddress = host === undefined || host === 'localhost' || isIP(host) !== 0;
  if (port === undefined || Number(port) > 65_535 || !isAddress) {
    throw new UsageError(
      `"${text}" is nowhere to listen: give a port, an address and a port, or a Unix socket, such as 9001, 127.0.0.1:9001 or unix:/tmp/api.sock`,
    );
  }
  return { port: Number(port), ...(host !== undefined && host !== 'localhost' && { host }) };
}

/** Whether both cannot listen at once. */
export function clash(a: ListenAddress, b: ListenAddress): boolean {
  if (a.socket !== undefined || b.socket !== undefined) return a.socket === b.socket;
  return a.port === b.port && a.port !== 0 && overlap(addressesOf(a), addressesOf(b));
}

function addressesOf({ host }: ListenAddress): readonly string[] {
  return host === undefined ? ['127.0.0.1', '::1'] : [host];
}

function overlap(a: readonly string[], b: readonly string[]): boolean {
  const isEvery = (address: string) => address === '0.0.0.0' || address === '::';
  return a.some((address) => b.includes(address)) || [...a, ...b].some(isEvery);
}
