import type { CellResult } from '../result/cell.ts';
import type { ItemRecord } from '../result/item-record.ts';
import type { BenchResult } from '../result/result.ts';

type Value = string | number | undefined;

/** What of a run its records need beside them. */
type Run = Pick<BenchResult, 'cells' | 'timeoutMs'>;

interface Column {
  readonly head: string;
  readonly of: (record: ItemRecord, cell: CellResult, run: Run) => Value;
}

const COLUMNS: readonly Column[] = [
  ofCell('server'),
  ofCell('strategy'),
  ofCell('m'),
  ofCell('repetition'),
  ofRecord('code'),
  ofRecord('kind'),
  ofRecord('status'),
  ofRecord('requests'),
  ofRecord('bytes'),
  ofRecord('scheduledMs'),
  ofRecord('startedMs'),
  ofRecord('firstByteMs'),
  ofRecord('endedMs'),
  ofRecord('injectedMs'),
  ofRecord('limit'),
  ofRecord('reason'),
  ofRun('timeoutMs'),
  ofCell('ratePerSecond'),
  ofRecord('agent'),
];

/**
 * The records of a run as comma-separated values (RFC 4180, but for lines that end as Unix tools expect): a line of names,
 * then one line for each item of each cell. Nothing stands where a record has nothing, and no text is a spreadsheet's formula.
 */
export function recordsCsv(records: readonly ItemRecord[], run: Run): string {
  const lines = records.flatMap((record) => {
    const cell = run.cells[record.cell];
    return cell === undefined ? [] : [COLUMNS.map(({ of }) => field(of(record, cell, run)))];
  });
  return [COLUMNS.map(({ head }) => head), ...lines].map((line) => `${line.join(',')}\n`).join('');
}

function ofCell(head: 'server' | 'strategy' | 'm' | 'repetition' | 'ratePerSecond'): Column {
  return { head, of: (_, cell) => cell[head] };
}

function ofRecord(head: Exclude<keyof ItemRecord, 'cell'>): Column {
  return { head, of: (record) => record[head] };
}

function ofRun(head: 'timeoutMs'): Column {
  return { head, of: (_record, _cell, run) => run[head] };
}

function field(value: Value): string {
  const text = typeof value === 'string' ? noFormula(value) : String(value ?? '');
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet takes a text that begins so for a formula, and carries it out; behind an apostrophe it is a text. */
function noFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
