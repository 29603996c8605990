import type { SpreadCells } from '../../bench/agents/spread-cells.ts';
import type { BenchSettings } from '../../bench/result/result.ts';
import type { RunStore } from '../../bench/store/store.ts';
import type { WantedAgents } from '../options/agents-options.ts';
import { type CommandContext, note } from '../terminal/command-context.ts';
import { ERASE_REST } from '../terminal/progress-bar.ts';

/** What load is spread for. */
type Spread = Pick<BenchSettings, 'id' | 'clients' | 'agents'>;

/**
 * Takes the agents that are wanted, and waits for them where they are not there yet; undefined where none are wanted.
 *
 * @throws LabError when there is no Redis, AgentsGoneError when they do not come
 */
export async function spreadOverAgents(
  wanted: WantedAgents | undefined,
  { id, clients = [], agents }: Spread,
  store: RunStore,
  context: CommandContext,
  signal: AbortSignal,
): Promise<SpreadCells | undefined> {
  if (wanted === undefined) return undefined;
  const tell = (message: string) => {
    // A bar may stand on the line, which draws itself again below.
    if (context.stderr.isTTY) context.stderr.write(`\r${ERASE_REST}`);
    note(context, message);
  };
  // Loaded only where load is spread: the job queue is large.
  const { SpreadCells } = await import('../../bench/agents/spread-cells.ts');
  return await SpreadCells.start({
    // A run that is gone on with has nothing to do with what is left in Redis of its beginning.
    bench: `${id}-${context.newId().slice(0, 4)}`,
    redis: wanted.redis,
    count: wanted.agents,
    wanted: agents ?? wanted.agents,
    timeoutMs: wanted.agentsTimeout,
    isOwn: clients.some(({ kind }) => kind === 'command' || kind === 'module'),
    tell,
    missed: tell,
    keep: async (name, text) => void (await store.writeReport(name, text)),
    signal,
  });
}
