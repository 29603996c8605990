import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientError } from '../../lib/errors/client-error.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { fillIn } from '../command/command-template.ts';
import { outcomesFromRecords } from '../command/outcomes-from-records.ts';
import { runCommand } from '../command/run-command.ts';
import type { Cell } from '../result/cell.ts';
import type { BenchServers } from './bench-servers.ts';
import type { CellReport } from './cell-process.ts';

/** A cell whose client is a command. */
export interface CommandTask {
  readonly cell: Cell;
  readonly template: string;
  readonly codes: readonly string[];
  readonly seed: number;
  readonly cellTimeoutMs: number;
}

/**
 * Runs a command against a server whose run has just begun, and has the server say what happened to each item.
 *
 * @throws ClientError when the command fails, takes too long or asks for none of the items; LabError when the servers are gone
 */
export async function runCommandCell(
  { cell, template, codes, seed, cellTimeoutMs }: CommandTask,
  servers: BenchServers,
  signal?: AbortSignal,
): Promise<CellReport> {
  const folder = await mkdtemp(join(tmpdir(), 'flaglab-'));
  const [label, baseUrl] = [cell.server, servers.baseUrl(cell.server)];
  try {
    const codesFile = join(folder, 'codes.txt');
    await writeFile(codesFile, codes.map((code) => `${code.toLowerCase()}\n`).join(''));
    const values = { label, base_url: baseUrl, limit: codes.length, m: cell.m, seed, codes_file: codesFile };
    const usage = await runCommand({ command: fillIn(template, values), stdin: codesFile, cellTimeoutMs, signal });
    const { records } = await servers.drained(label);
    return { usage, outcomes: judge(records, codes, baseUrl) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function judge(records: readonly RequestRecord[], codes: readonly string[], baseUrl: string): CellReport['outcomes'] {
  if (records.length === 0)
    throw new ClientError(`the command ended without one request to ${baseUrl}: give it {base_url}`);
  const outcomes = outcomesFromRecords(records, codes);
  if (outcomes.some(({ requests }) => requests > 0)) return outcomes;
  const sent = records.length === 1 ? '1 request' : `${records.length} requests`;
  throw new ClientError(`the command sent ${sent}, but none for the flags of this bench: {codes_file} names them`);
}
