import type { Outcome } from '../../../clients/download/outcome.ts';
import { ClientError } from '../../../lib/errors/client-error.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { counted } from '../../../lib/units/counted.ts';
import { fillIn } from '../../command/command-template.ts';
import { outcomesFromRecords } from '../../command/outcomes-from-records.ts';
import { type CommandEnd, runCommand } from '../../command/run-command.ts';
import { TemporaryFile } from '../../command/temporary-file.ts';
import type { BenchClient } from '../../result/own-client.ts';

/** A cell whose client is a command. */
export interface CommandTask {
  readonly client: Extract<BenchClient, { kind: 'command' }>;
  /** The server that it asks, and where that has its flags. */
  readonly label: string;
  readonly baseUrl: string;
  readonly codes: readonly string[];
  readonly m: number;
  readonly seed: number;
  /** After so long it is killed. */
  readonly cellTimeoutMs: number;
}

/** A command that has all that it needs to be run. Disposing of it removes that. */
export class CommandCell implements AsyncDisposable {
  readonly #task: CommandTask;
  readonly #codesFile: TemporaryFile;

  /** @throws OutputError when the temporary folder cannot be written */
  static async prepare(task: CommandTask): Promise<CommandCell> {
    const codes = task.codes.map((code) => `${code.toLowerCase()}\n`).join('');
    return new CommandCell(task, await TemporaryFile.write('codes.txt', codes));
  }

  private constructor(task: CommandTask, codesFile: TemporaryFile) {
    this.#task = task;
    this.#codesFile = codesFile;
  }

  /**
   * Runs it. Resolves to what it has used and printed; the server says what happened.
   *
   * @param onPrinted called with what it prints, piece by piece
   * @throws ClientError when it fails or takes too long
   */
  async run(signal?: AbortSignal, onPrinted?: (text: string) => void): Promise<CommandEnd> {
    const { client, label, baseUrl, codes, m, seed, cellTimeoutMs } = this.#task;
    const { path } = this.#codesFile;
    const values = { label, base_url: baseUrl, limit: codes.length, m, seed, codes_file: path };
    return await runCommand({
      command: fillIn(client.template, values),
      stdin: path,
      cellTimeoutMs,
      signal,
      onPrinted,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#codesFile[Symbol.asyncDispose]();
  }
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
