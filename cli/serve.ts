import { isIP } from 'node:net';
import { UsageError } from '../lib/errors.ts';
import type { LabEvent, Observer } from '../lib/events.ts';
import type { RequestRecord } from '../lib/request-record.ts';
import { formatProfile, parseProfile } from '../servers/faults/profile.ts';
import { type ServerPlan, startLab } from '../servers/lab.ts';
import { PRESETS, preset } from '../servers/presets.ts';
import type { ForLabel } from './commands/serve.ts';
import { Interrupt } from './interrupt.ts';
import { note, print, type Terminal } from './terminal.ts';

/** The options of `flaglab serve`. */
export interface ServeOptions {
  readonly port?: readonly ForLabel<number>[];
  readonly fault?: readonly ForLabel<string>[];
  readonly host?: string;
  readonly seed: number;
  readonly timeScale: number;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** Starts the servers, says where they are, and stops them gracefully at the first signal. Resolves to 0. */
export async function serve(labels: readonly string[], options: ServeOptions, terminal: Terminal): Promise<number> {
  const plans = serverPlans(labels, options);
  const { host, seed, timeScale, verbose = false } = options;
  if (host !== undefined) checkHost(host, terminal);
  const tell = options.json === true ? jsonObserver(terminal) : lineObserver(terminal);
  using interrupt = new Interrupt(terminal);
  const onRequest = (record: RequestRecord) => tell({ type: 'request', record });
  const lab = await startLab(plans, { seed, timeScale, host, threads: true, ...(verbose && { onRequest }) });
  for (const server of lab.servers) {
    tell({ type: 'listening', label: server.label, url: server.url, faults: formatProfile(await server.faults()) });
  }
  tell({ type: 'ready', seed, timeScale });
  await interrupt.interrupted;
  tell({ type: 'stopping' });
  await lab.close();
  tell({ type: 'stopped' });
  return 0;
}

function serverPlans(labels: readonly string[], options: ServeOptions): Record<string, ServerPlan> {
  const faults = options.fault ?? [];
  const chosen = labels.length > 0 ? labels.map((label) => preset(label)) : PRESETS;
  const plans: Record<string, ServerPlan> = {};
  for (const { label, port, faults: presetFaults } of chosen) {
    const own = faults.filter((fault) => fault.label === label).map((fault) => fault.value);
    const texts = own.length === 0 ? presetFaults : own.filter((text) => text !== 'none');
    parseProfile(texts);
    plans[label] = { port: options.port?.findLast((moved) => moved.label === label)?.value ?? port, faults: texts };
  }
  for (const { label } of [...faults, ...(options.port ?? [])]) {
    if (!(preset(label).label in plans)) throw new UsageError(`${label} is not among the servers to start: add it`);
  }
  return plans;
}

function checkHost(host: string, terminal: Terminal): void {
  if (isIP(host) === 0 && host !== 'localhost') {
    throw new UsageError(
      `"${host}" is not an address: give an IP address of this machine, such as 192.168.1.5 or 0.0.0.0`,
    );
  }
  if (!/^(127\.|::1$|localhost$)/.test(host)) {
    note(terminal, `warning: listening on ${host}, so that other machines can reach these servers`);
  }
}

function jsonObserver(terminal: Terminal): Observer {
  return (event) => print(terminal, JSON.stringify(event));
}

function lineObserver(terminal: Terminal): Observer {
  return (event) => {
    const line = lineOf(event);
    if (line !== undefined) print(terminal, line);
  };
}

function lineOf(event: LabEvent): string | undefined {
  switch (event.type) {
    case 'listening':
      return `${event.label.padEnd(8)} ${event.url}   faults: ${event.faults}`;
    case 'ready':
      return `Seed ${event.seed}, time scale ${event.timeScale}. Ctrl-C stops.\nReady`;
    case 'request':
      return requestLine(event.record);
    case 'stopping':
      return 'Stopping: what is in flight may end.';
    case 'stopped':
      return undefined;
  }
}

function requestLine({
  label,
  key,
  attempt,
  status,
  bytes,
  arrivedMs,
  endedMs,
  faults,
  ending,
}: RequestRecord): string {
  const took = ((endedMs ?? arrivedMs) - arrivedMs).toFixed(1);
  const touched = faults.length > 0 ? `  [${faults.join(', ')}]` : '';
  const end = ending === 'sent' ? '' : `  ${ending}`;
  return `${label.padEnd(8)} ${key}  attempt ${attempt}  ${status ?? '---'}  ${bytes} B  ${took} ms${touched}${end}`;
}
