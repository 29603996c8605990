import type { Outcome } from '../../../clients/download/outcome.ts';
import { ClientError } from '../../../lib/errors/client-error.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { counted } from '../../../lib/units/counted.ts';
import { fillIn } from '../../command/command-template.ts';
import { outcomesFromRecords } from '../../command/outcomes-from-records.ts';
import { type CommandEnd, runCommand } from '../../command/run-command.ts';
import { TemporaryFile } from '../../command/temporary-file.ts';
import type { Cell } from '../../result/cell.ts';
import type { BenchClient } from '../../result/own-client.ts';
import type { CellServers } from '../servers/cell-servers.ts';

/** A cell whose client is a command. */
export interface CommandTask {
  readonly cell: Cell;
  readonly template: string;
  readonly codes: readonly string[];
  readonly seed: number;
  readonly cellTimeoutMs: number;
}

/**
 * Runs a command against a server whose run has just begun. Resolves to what it has used and printed; the server says what happened.
 *
 * @throws ClientError when the command fails or takes too long, OutputError when the temporary folder cannot be written
 */
export async function runCommandCell(
  { cell, template, codes, seed, cellTimeoutMs }: CommandTask,
  servers: CellServers,
  signal?: AbortSignal,
): Promise<CommandEnd> {
  const [label, baseUrl] = [cell.server, servers.baseUrl(cell.server)];
  await using codesFile = await TemporaryFile.write(
    'codes.txt',
    codes.map((code) => `${code.toLowerCase()}\n`).join(''),
  );
  const values = { label, base_url: baseUrl, limit: codes.length, m: cell.m, seed, codes_file: codesFile.path };
  return await runCommand({ command: fillIn(template, values), stdin: codesFile.path, cellTimeoutMs, signal });
}

/**
 * What happened to each item of a command, as the server saw it.
 *
 * @throws ClientError when the command has asked for none of the items
 */
export function commandOutcomes(
  records: readonly RequestRecord[],
  codes: readonly string[],
  baseUrl: string,
  client: BenchClient,
): readonly Outcome[] {
  if (records.length === 0) {
    const isGiven = client.kind === 'command' && client.template.includes('{base_url}');
    const told = isGiven ? ', which it was given' : ': give it {base_url}';
    throw new ClientError(`the command ended without a single request to ${baseUrl}${told}`);
  }
  const outcomes = outcomesFromRecords(records, codes);
  if (outcomes.some(({ requests }) => requests > 0)) return outcomes;
  throw new ClientError(
    `the command sent ${counted(records.length, 'request')}, but none for the flags it was to ask for: its stdin names them, and so does {codes_file}`,
  );
}
