import type { LabEvent, Observer } from '../../lib/events.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { type CommandContext, print, printJson } from '../terminal/command-context.ts';

type ListeningEvent = Extract<LabEvent, { type: 'listening' }>;

/** What stands before the control API's address. */
const CONTROL = 'CONTROL';

/**
 * Prints what running servers tell: as NDJSON, or as lines to read.
 *
 * @param labels of the servers, one below another in a column
 */
export function eventPrinter(context: CommandContext, labels: readonly string[], json = false): Observer {
  if (json) return (event) => printJson(context, event);
  const width = Math.max(...[CONTROL, ...labels].map(({ length }) => length)) + 2;
  return (event) => {
    const line = lineOf(event, width);
    if (line !== undefined) print(context, line, ' '.repeat(width));
  };
}

function lineOf(event: LabEvent, width: number): string | undefined {
  switch (event.type) {
    case 'listening':
      return `${event.label.padEnd(width)}${event.url}${leadsTo(event.target)}${switchedOff(event.enabled)}   faults: ${event.faults}${certificateLine(event.certificate, width)}`;
    case 'changed':
      return `${event.label.padEnd(width)}changed${switchedOff(event.enabled)}   faults: ${event.faults}`;
    case 'removed':
      return `${event.label.padEnd(width)}removed`;
    case 'control':
      return `${CONTROL.padEnd(width)}${event.url}${event.token === undefined ? '' : `   token: ${event.token}`}`;
    case 'ready':
      return `Seed ${event.seed}, time scale ${event.timeScale}. Ctrl-C stops.\nReady`;
    case 'request':
      return requestLine(event.record, width);
    case 'stopping':
      return 'Stopping; waiting for open requests.';
    case 'stopped':
      return undefined;
  }
}

function leadsTo(target: string | undefined): string {
  return target === undefined ? '' : ` -> ${target}`;
}

function switchedOff(enabled = true): string {
  return enabled ? '' : '   disabled';
}

function certificateLine(certificate: ListeningEvent['certificate'], width: number): string {
  if (certificate === undefined) return '';
  const { fingerprint, file } = certificate;
  const trust =
    file === undefined ? '--certificate-file FILE writes it for curl --cacert FILE' : `curl --cacert ${file} trusts it`;
  return `\n${''.padEnd(width)}certificate ${fingerprint}: ${trust}`;
}

function requestLine(record: RequestRecord, width: number): string {
  const { label, key, attempt, status, bytes, arrivedMs, endedMs, faults, ending } = record;
  const took = ((endedMs ?? arrivedMs) - arrivedMs).toFixed(1);
  const touched = faults.length > 0 ? `  [${faults.join(', ')}]` : '';
  const end = ending === 'sent' ? '' : `  ${ending}`;
  return `${label.padEnd(width)}${key}  attempt ${attempt}  ${status ?? '---'}  ${bytes} B  ${took} ms${touched}${end}`;
}
