import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import type { Computer, CpuWork } from '../download/item-work.ts';
import { lanesFor } from './lanes-for.ts';
import { lanesReady } from './lanes-ready.ts';
import { ProcessComputer } from './process-computer.ts';
import { ThreadComputer } from './thread-computer.ts';

/** What a download's work depends on. */
interface WorkSettings {
  readonly m: number;
  readonly cpu: CpuWork | undefined;
}

/**
 * One pool for a whole download, whatever its strategy: a lane for each core, but never more than the m items that can be
 * under way. Resolves when all lanes are ready; with undefined where nothing is computed, or on the loop that asks.
 *
 * @throws LabError when a lane cannot be started.
 */
export async function startComputer({ m, cpu }: WorkSettings): Promise<Computer | undefined> {
  if (cpu === undefined || cpu.on === 'loop') return undefined;
  const lanes = lanesFor(m);
  try {
    const computer = await (cpu.on === 'pool' ? ThreadComputer.start(lanes) : ProcessComputer.start(lanes));
    lanesReady.publish(undefined);
    return computer;
  } catch (cause) {
    const what = cpu.on === 'pool' ? 'threads' : 'processes';
    throw new LabError(`cannot start ${lanes} ${what} to compute in: ${messageOf(cause)}`, { cause });
  }
}
