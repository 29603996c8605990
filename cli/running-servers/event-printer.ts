import type { LabEvent, Observer } from '../../lib/events.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { type CommandContext, print, printJson } from '../terminal/command-context.ts';

/** What stands below a label where a line is broken. */
const INDENT = ' '.repeat(9);

/** Prints what running servers tell: as NDJSON, or as lines to read. */
export function eventPrinter(context: CommandContext, json = false): Observer {
  if (json) return (event) => printJson(context, event);
  return (event) => {
    const line = lineOf(event);
    if (line !== undefined) print(context, line, INDENT);
  };
}

function lineOf(event: LabEvent): string | undefined {
  switch (event.type) {
    case 'listening':
      return `${event.label.padEnd(8)} ${event.url}${leadsTo(event.target)}   faults: ${event.faults}`;
    case 'control':
      return `CONTROL  ${event.url}${event.token === undefined ? '' : `   token: ${event.token}`}`;
    case 'ready':
      return `Seed ${event.seed}, time scale ${event.timeScale}. Ctrl-C stops.\nReady`;
    case 'request':
      return requestLine(event.record);
    case 'stopping':
      return 'Stopping; waiting for open requests.';
    case 'stopped':
      return undefined;
  }
}

function leadsTo(target: string | undefined): string {
  return target === undefined ? '' : ` -> ${target}`;
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
