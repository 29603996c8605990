import { basename } from 'node:path';
import { hasWork, type WorkSettings } from '../result/settings/work-settings.ts';
import type { Warning } from '../result/warning.ts';
import { holderText, type LoopHolder } from '../usage/loop-holder.ts';
import type { CellYield } from './run-cell.ts';

/** So many functions are named. */
const MAX_NAMED = 3;

/** While a function holds the event loop, all requests wait that are in flight: the doubt about a cell where one did. */
export function heldLoop(
  name: string,
  { figures: { heldBy = [] }, work }: Pick<CellYield, 'figures' | 'work'>,
): Omit<Warning, 'cell'> | undefined {
  if (heldBy.length === 0) return undefined;
  const message = `${name}: ${heldBy.slice(0, MAX_NAMED).map(holderText).join('; ')}`;
  return { kind: 'held-loop', message, hint: `${wayOut(work, heldBy)}: meanwhile all requests in flight wait` };
}

/** What would help against those who held it: to choose another way of what somebody else did would not. */
function wayOut(work: WorkSettings, heldBy: readonly LoopHolder[]): string {
  if (!hasWork(work)) return 'let a thread or a process compute, or compute in smaller pieces';
  const { cpu, save } = work;
  const isHeldIn = (module: string) =>
    heldBy.some(({ file = '' }) => basename(file).replace(/\.[jt]s$/, '') === module);
  const ways = [
    ...(cpu?.on === 'loop' && isHeldIn('hash-rounds') ? ['compute with --cpu-on pool'] : []),
    ...(save?.with === 'sync' && isHeldIn('save') ? ['save with --save-with async'] : []),
  ];
  return ways.length > 0 ? ways.join(', ') : 'let it do less at a time, or close other programs';
}
