import { at } from '../../lib/at.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { GRACE_MS, listen } from '../http/listen.ts';
import { type ChaosProxyOptions, createChaosProxy } from '../proxy/chaos-proxy.ts';
import { type RunningServer, runningServer } from './running-server.ts';

/** A chaos proxy's options, and where it listens. */
export interface ProxyOptions extends ChaosProxyOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Listen on this address instead of both loopback addresses. */
  readonly host?: string | undefined;
}

/** A proxy that listens. `await using` closes it. */
export interface RunningProxy extends RunningServer {
  /** Where it leads, such as `http://localhost:3000`. */
  readonly target: string;
}

const clock = (): number => performance.now();

/**
 * Starts a chaos proxy in this thread: `await using proxy = await startProxy({ target, faults: ['status=503@5%'] })`.
 *
 * @throws UsageError, FaultSpecError or ListenError
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const { port = 0, host } = options;
  const proxy = createChaosProxy(options);
  const { label, target, serverOptions, prepare } = proxy;
  refuseLoop(target, port);
  const listening = await listen(proxy.handle, { label, port, host, serverOptions, prepare });
  const close = async (graceMs = GRACE_MS) => {
    const cancel = at(clock() + graceMs, clock, () => proxy.breakUpgraded());
    await listening.close(graceMs);
    cancel();
    proxy.close();
  };
  return { ...runningServer(proxy, { ...listening, close }), target };
}

/** A proxy that leads to itself would ask itself for ever. */
function refuseLoop(target: string, port: number): void {
  const { hostname, port: targetPort } = new URL(target);
  const isHere = /^(localhost|127\..*|\[::1\])$/.test(hostname);
  if (isHere && targetPort === String(port)) throw new UsageError(`the target ${target} is the proxy itself`);
}
