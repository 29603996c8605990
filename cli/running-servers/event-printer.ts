import type { LabEvent, Observer } from '../../lib/events.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { type CommandContext, print, printJson } from '../terminal/command-context.ts';

type RoomEvent = Extract<LabEvent, { type: 'room' }>;

type ControlEvent = Extract<LabEvent, { type: 'control' }>;

type ListeningEvent = Extract<LabEvent, { type: 'listening' }>;

/** What stands before the control API's address. */
const CONTROL = 'CONTROL';

/** So many blanks follow the longest label. */
const GAP = 2;

/**
 * Prints what running servers tell: as NDJSON, or as lines to read.
 *
 * @param labels of the servers, one below another in a column
 */
export function eventPrinter(context: CommandContext, labels: readonly string[], json = false): Observer {
  if (json) return (event) => printJson(context, event);
  const width = Math.max(...[CONTROL, ...labels].map(({ length }) => length)) + GAP;
  const off = new Set<string>();
  return (event) => {
    const line = lineOf(event, width, off);
    if (line !== undefined) print(context, line, ' '.repeat(width));
  };
}

/** @param off the labels of servers that are switched off, by what was told so far: it is kept up */
function lineOf(event: LabEvent, width: number, off: Set<string>): string | undefined {
  switch (event.type) {
    case 'listening':
      switched(event, off);
      return listeningLine(event, width);
    case 'changed':
      return `${named(event.label, width)}changed${switched(event, off)}   faults: ${event.faults}`;
    case 'removed':
      return `${named(event.label, width)}removed`;
    case 'control':
      return `${CONTROL.padEnd(width)}${event.url}${tokenText(event)}${pageLine(event, width)}`;
    case 'room':
      return roomLines(event, width);
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

function pageLine({ page }: ControlEvent, width: number): string {
  return page === undefined ? '' : `\n${named('PAGE', width)}${page}   lets a browser in, once`;
}

function tokenText({ token, tokenFrom }: ControlEvent): string {
  if (tokenFrom !== undefined) return `   token: that of ${tokenFrom}`;
  return token === undefined ? '' : `   token: ${token}`;
}

function listeningLine({ label, url, target, enabled, faults, certificate }: ListeningEvent, width: number): string {
  const line = `${named(label, width)}${url}${leadsTo(target)}${switchedOff(enabled)}   faults: ${faults}`;
  if (certificate === undefined) return line;
  const { fingerprint, file } = certificate;
  const trust =
    file === undefined
      ? 'written to a file (--certificate-file, or certificateFile in a --config), curl --cacert FILE trusts it'
      : `curl --cacert ${file} trusts it`;
  return `${line}\n${named('', width)}certificate ${fingerprint}: ${trust}`;
}

function roomLines({ join, others, capacity, maxNames, leader }: RoomEvent, width: number): string {
  const also = others.length === 0 ? '' : `; this machine is also ${others.join(', ')}`;
  const limits = capacity === 'own' ? 'each with limits of its own' : 'which share all limits';
  return [
    `${named('ROOM', width)}join: ${join}`,
    `${named('', width)}${maxNames} names at most, ${limits}${also}`,
    `${named('LEADER', width)}${leader}   works once`,
  ].join('\n');
}

/** A label in its column; one that is too long, because its server came later, is followed by blanks all the same. */
function named(label: string, width: number): string {
  return `${label.padEnd(width - GAP)}${''.padEnd(GAP)}`;
}

function leadsTo(target: string | undefined): string {
  return target === undefined ? '' : ` -> ${target}`;
}

function switchedOff(enabled = true): string {
  return enabled ? '' : '   disabled';
}

/** That it is switched off, or on again. */
function switched({ label, enabled = true }: { label: string; enabled?: boolean }, off: Set<string>): string {
  if (!enabled) off.add(label);
  else if (off.delete(label)) return '   enabled';
  return switchedOff(enabled);
}

function requestLine(record: RequestRecord, width: number): string {
  const { label, key, attempt, status, bytes, arrivedMs, endedMs, faults, ending } = record;
  const took = ((endedMs ?? arrivedMs) - arrivedMs).toFixed(1);
  const touched = faults.length > 0 ? `  [${faults.join(', ')}]` : '';
  const end = ending === 'sent' ? '' : `  ${ending}`;
  return `${named(label, width)}${key}  attempt ${attempt}  ${status ?? '---'}  ${bytes} B  ${took} ms${touched}${end}`;
}
