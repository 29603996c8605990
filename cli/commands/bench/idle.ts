import { holdIdle } from '../../../bench/idle/hold-idle.ts';
import type { HeldIdle } from '../../../bench/idle/idle-result.ts';
import { LOAD_M, ROUND_REQUESTS } from '../../../bench/idle/load-rounds.ts';
import { checkIdle } from '../../../bench/idle/most-idle.ts';
import { IDLE_KINDS } from '../../../clients/idle/idle-kind.ts';
import { type CommandContext, note, print, printJson } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { lineWidth } from '../../terminal/output.ts';
import { StatusLine } from '../../terminal/status-line.ts';
import { checkWritable, writeText } from '../../terminal/write-text.ts';
import { idleIntent, idleText } from './idle-text.ts';
import { runIdentity } from './run-identity.ts';

/** Where the JSON goes that is to be printed. */
const STDOUT = '-';

/** The options of `flaglab bench --idle`. */
export interface IdleOptions {
  /** How many connections of each kind. */
  readonly idle: number;
  /** A file, or `-` for stdout. */
  readonly json?: string;
}

/**
 * Holds connections open, one kind after the other, and prints what they cost. Nothing is kept of it but what is written by
 * `--json`. Resolves to the exit code.
 *
 * @throws UsageError for more connections than there can be, OutputError for a file that cannot be written, LabError when
 *   a process dies or a connection is lost
 */
export async function idle({ idle: connections, json }: IdleOptions, context: CommandContext): Promise<number> {
  checkIdle(connections);
  if (json !== undefined && json !== STDOUT) await checkWritable(json);
  if (json !== STDOUT) print(context, idleIntent(connections));
  const { id: _, ...identity } = await runIdentity(context);
  using interrupt = new Interrupt(context);
  const kinds = await holdAll(connections, interrupt.signal, context);
  const result = { ...identity, connections, load: { m: LOAD_M, roundRequests: ROUND_REQUESTS }, kinds };
  if (json === STDOUT) printJson(context, result);
  else for (const line of idleText(kinds, lineWidth(context.stdout))) print(context, line);
  if (json !== undefined && json !== STDOUT) await writeText(json, `${JSON.stringify(result, undefined, 2)}\n`);
  return interrupt.signal.aborted ? EXIT_INTERRUPTED : 0;
}

/** The kinds that were measured: all of them, unless it was interrupted. */
async function holdAll(connections: number, signal: AbortSignal, context: CommandContext): Promise<HeldIdle[]> {
  const kinds: HeldIdle[] = [];
  using status = new StatusLine(context, signal);
  try {
    for (const kind of IDLE_KINDS) {
      kinds.push(await holdIdle(kind, connections, { tell: (text) => status.show(text), signal }));
      if (!context.stderr.isTTY) note(context, `[${kinds.length}/${IDLE_KINDS.length}] ${kind}: measured`);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return kinds;
}
