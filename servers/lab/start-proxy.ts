import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { at } from '../../lib/at.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { refuseUnknown } from '../../lib/errors/refuse-unknown.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import type { WorldOptions } from '../faults/open-world.ts';
import { GRACE_MS, listen } from '../http/listen.ts';
import { type ChaosProxyOptions, createChaosProxy } from '../proxy/chaos-proxy.ts';
import { leadsTo } from '../proxy/leads-to.ts';
import { PROXY_LABEL } from '../proxy/proxy-label.ts';
import type { KeyedCertificate, ProxyCertificate } from '../proxy/self-signed.ts';
import { profileFor } from './profile-for.ts';
import { type RunningServer, runningServer } from './running-server.ts';

/**
 * A chaos proxy's options, and where it listens.
 *
 * @example
 * ```ts
 * import { type ProxyOptions, startLab, startProxy } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * const options: ProxyOptions = { target: `${lab.url('LOCAL')}/flags/br`, faults: ['status=503,first=1'] };
 * await using proxy = await startProxy(options);
 * const ask = async () => (await fetch(`${proxy.url}/br.gif`)).status;
 * console.log(await ask(), await ask()); // 503 200
 * ```
 */
export interface ProxyOptions extends Omit<ChaosProxyOptions, 'profile'>, WorldOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Listen on this Unix socket instead of a port. */
  readonly socket?: string | undefined;
  /** Speak HTTPS, with a certificate that is made at the start for localhost, `host` and `allowHosts`; default false. */
  readonly https?: boolean;
  /** Where that certificate is written, for clients that are to trust it; default nowhere. */
  readonly certificateFile?: string | undefined;
  /** Whether it listens from the start; default true. One that does not refuses connections until `setEnabled(true)`. */
  readonly enabled?: boolean;
  /** Called with the limit each time that a connection takes the last file descriptor, so that the next ones are dropped. */
  readonly onDescriptorsUsedUp?: (limit: number) => void;
}

/**
 * A proxy that listens. `await using` closes it.
 *
 * @example
 * ```ts
 * import { type RunningProxy, startLab, startProxy } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * await using proxy: RunningProxy = await startProxy({ target: lab.url('LOCAL') });
 * console.log(proxy.label, proxy.target === lab.url('LOCAL')); // PROXY true
 * await proxy.setFaults(['status=503']);
 * console.log((await fetch(`${proxy.url}/flags/br/br.gif`)).status); // 503
 * ```
 */
export interface RunningProxy extends RunningServer {
  /** Where it leads, such as `http://localhost:3000`. */
  readonly target: string;
  /** What clients have to trust; undefined without `https`. */
  readonly certificate: ProxyCertificate | undefined;
}

/** The compiler refuses one that is missing, and one that is none. */
const OPTIONS: Readonly<Record<keyof ProxyOptions, true>> = {
  label: true,
  target: true,
  faults: true,
  schedule: true,
  seed: true,
  timeScale: true,
  port: true,
  socket: true,
  https: true,
  certificateFile: true,
  enabled: true,
  host: true,
  allowHosts: true,
  keepHost: true,
  insecure: true,
  cors: true,
  maxHeaderBytes: true,
  runsByPath: true,
  respond: true,
  onRequest: true,
  onDescriptorsUsedUp: true,
};

const clock = (): number => performance.now();

/**
 * Starts a chaos proxy in this thread: `await using proxy = await startProxy({ target, faults: ['status=503@5%'] })`.
 *
 * @throws UsageError, FaultSpecError or ListenError; TypeError for an option that there is not
 *
 * @example
 * ```ts
 * import { listen, startProxy } from 'flaglab';
 * const shop = await listen((_, response) => void response.end('open'), { label: 'SHOP', port: 0 });
 * const proxy = await startProxy({ target: shop.url, faults: ['status=503,first=1'] });
 * const ask = async () => (await fetch(`${proxy.url}/`)).status;
 * console.log(await ask(), await ask()); // 503 200
 * await proxy.close();
 * await shop.close();
 * ```
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  refuseUnknown('startProxy', options, OPTIONS);
  if (typeof options.target !== 'string')
    throw new TypeError(
      `Expected \`target\` to be an address such as http://localhost:3000, got ${inspect(options.target)}`,
    );
  const { port = 0, socket, host, faults = [], enabled = true, respond, onDescriptorsUsedUp } = options;
  if (respond !== undefined && typeof respond !== 'function')
    throw new TypeError(`Expected \`respond\` to be a function, which gets each request, got ${inspect(respond)}`);
  if (socket !== undefined && options.port !== undefined)
    throw new UsageError('a proxy listens on a socket or on a port: leave out one of them');
  const { https = false, certificateFile } = options;
  const profile = profileFor(options.label ?? PROXY_LABEL, faults, options.schedule);
  const proxy = createChaosProxy({ ...options, profile });
  const { label, target, serverOptions, prepare } = proxy;
  if (leadsTo(target, { port, socket })) throw new UsageError(`the target ${target.text} is the proxy itself`);
  if (!https && certificateFile !== undefined)
    throw new UsageError('a certificate file is for a proxy with HTTPS alone');
  const tls = https ? await keyed(options) : undefined;
  const listening = await listen(proxy.handle, {
    label,
    port,
    socket,
    host,
    tls: tls && { key: tls.key, cert: tls.pem },
    serverOptions,
    prepare,
    ...(onDescriptorsUsedUp !== undefined && { onDescriptorsUsedUp }),
  });
  const setEnabled = async (enabled: boolean) => {
    const changed = listening.setEnabled(enabled);
    if (!enabled) proxy.breakUpgraded();
    await changed;
  };
  const close = async (graceMs = GRACE_MS) => {
    const cancel = at(clock() + graceMs, clock, () => proxy.breakUpgraded());
    await listening.close(graceMs);
    cancel();
    proxy.close();
  };
  // Once it listens: one that cannot must not overwrite the certificate of the one that does.
  if (tls !== undefined && certificateFile !== undefined)
    await writeCertificate(certificateFile, tls).catch(async (error) => {
      await close(0);
      throw error;
    });
  const running = runningServer(proxy, { ...listening, setEnabled, close });
  if (!enabled) await running.setEnabled(false);
  const certificate = tls && { pem: tls.pem, fingerprint: tls.fingerprint };
  return { ...running, target: target.text, certificate };
}

/** A key and its certificate. What makes them is loaded by who needs it. */
async function keyed(options: ProxyOptions): Promise<KeyedCertificate> {
  const { selfSigned } = await import('../proxy/self-signed.ts');
  return selfSigned(options);
}

async function writeCertificate(file: string, { pem }: ProxyCertificate): Promise<void> {
  try {
    await writeFile(file, pem);
  } catch (cause) {
    throw new UsageError(`the certificate cannot be written: ${messageOf(cause)}`, { cause });
  }
}
