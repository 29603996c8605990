import { type CellResult, isMeasured } from '../result/cell.ts';
import { byFewer } from '../result/withheld.ts';

/**
 * The cells of a run, with no speed where others had more agents: what a client needs for itself is shared by fewer machines
 * there, so that such figures cannot stand beside each other. Where agents died that nobody replaced, or a run was gone on with
 * by others, the cells with the most are those that count.
 */
export function withAlikeAgents<T extends CellResult>(cells: readonly T[]): T[] {
  const most = Math.max(0, ...cells.map(agentsOf));
  return cells.map((cell) => {
    const agents = agentsOf(cell);
    if (agents === 0 || agents === most) return cell;
    const { efficiency: _notToCompare, ...others } = cell as T & { readonly efficiency?: number };
    return { withheld: byFewer(agents, most), ...others } as T;
  });
}

/** How many agents there were for a cell; 0 where it was done on the machine of the bench, and for one that failed. */
function agentsOf(cell: CellResult): number {
  return isMeasured(cell) ? (cell.agents ?? 0) : 0;
}
