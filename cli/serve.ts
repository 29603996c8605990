import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { UsageError } from '../lib/errors.ts';
import type { LabEvent, Observer } from '../lib/events.ts';
import type { RequestRecord } from '../lib/request-record.ts';
import { formatProfile, parseProfile } from '../servers/faults/profile.ts';
import { parseSchedule, type Schedule } from '../servers/faults/schedule.ts';
import { type Lab, type ServerPlan, startLab } from '../servers/lab.ts';
import { PRESETS, preset } from '../servers/presets.ts';
import type { ForLabel } from './commands/serve.ts';
import { Interrupt } from './interrupt.ts';
import { type Control, startControl } from './start-control.ts';
import { note, print, type Terminal } from './terminal.ts';

/** The options of `flaglab serve`. */
export interface ServeOptions {
  readonly port?: readonly ForLabel<number>[];
  readonly fault?: readonly ForLabel<string>[];
  readonly host?: string;
  readonly schedule?: string;
  readonly control: boolean;
  readonly controlPort: number;
  readonly seed: number;
  readonly timeScale: number;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** Starts the servers, says where they are, and stops them gracefully at the first signal. Resolves to 0. */
export async function serve(labels: readonly string[], options: ServeOptions, terminal: Terminal): Promise<number> {
  const plans = serverPlans(labels, options);
  const { host, seed, timeScale, verbose = false } = options;
  const open = host !== undefined && isOpen(host, terminal);
  const tell = options.json === true ? jsonObserver(terminal) : lineObserver(terminal);
  using interrupt = new Interrupt(terminal);
  const onRequest = (record: RequestRecord) => tell({ type: 'request', record });
  const lab = await startLab(plans, { seed, timeScale, host, threads: true, ...(verbose && { onRequest }) });
  for (const server of lab.servers) {
    tell({ type: 'listening', label: server.label, url: server.url, faults: formatProfile(await server.faults()) });
  }
  const control = await startControlUnless(lab, { ...options, open });
  if (control !== undefined) tell({ type: 'control', url: control.url, token: control.token });
  tell({ type: 'ready', seed, timeScale });
  await interrupt.interrupted;
  tell({ type: 'stopping' });
  await Promise.all([lab.close(), control?.close()]);
  tell({ type: 'stopped' });
  return 0;
}

async function startControlUnless(
  lab: Lab,
  { control, controlPort, host, open }: ServeOptions & { readonly open: boolean },
): Promise<Control | undefined> {
  if (!control) return undefined;
  try {
    return await startControl(lab.servers, { port: controlPort, host, open });
  } catch (error) {
    await lab.close(0);
    throw error;
  }
}

function serverPlans(labels: readonly string[], options: ServeOptions): Record<string, ServerPlan> {
  const faults = options.fault ?? [];
  const schedule = options.schedule === undefined ? {} : readSchedule(options.schedule);
  const chosen = labels.length > 0 ? labels.map((label) => preset(label)) : PRESETS;
  const plans: Record<string, ServerPlan> = {};
  for (const { label, port, faults: presetFaults } of chosen) {
    const own = faults.filter((fault) => fault.label === label).map((fault) => fault.value);
    const texts = own.length === 0 ? presetFaults : own.filter((text) => text !== 'none');
    parseProfile(texts);
    const moved = options.port?.findLast((candidate) => candidate.label === label)?.value;
    plans[label] = { port: moved ?? port, faults: texts, schedule: schedule[label] ?? [] };
  }
  for (const label of [...faults, ...(options.port ?? [])]
    .map((option) => option.label)
    .concat(Object.keys(schedule))) {
    if (!(preset(label).label in plans)) throw new UsageError(`${label} is not among the servers to start: add it`);
  }
  return plans;
}

/** A schedule's text, or the path of a file that holds one. */
function readSchedule(text: string): Schedule {
  return parseSchedule(existsSync(text) ? readFileSync(text, 'utf8') : text);
}

/** Whether other machines can reach that host; warns if so. */
function isOpen(host: string, terminal: Terminal): boolean {
  if (isIP(host) === 0 && host !== 'localhost') {
    throw new UsageError(
      `"${host}" is not an address: give an IP address of this machine, such as 192.168.1.5 or 0.0.0.0`,
    );
  }
  const open = !/^(127\.|::1$|localhost$)/.test(host);
  if (open) note(terminal, `warning: listening on ${host}, so that other machines can reach these servers`);
  return open;
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
    case 'control':
      return `CONTROL  ${event.url}${event.token === undefined ? '' : `   token: ${event.token}`}`;
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
