import type { DownloadOptions } from '../clients/download.ts';
import type { Outcome } from '../clients/outcome.ts';
import { strategy } from '../clients/strategies.ts';
import { countryCodes } from '../lib/country-codes.ts';
import { answerParent } from './answer-parent.ts';
import { measureUsage, type Usage } from './usage.ts';

/** What the process of one cell is to do. */
export interface CellTask {
  /** The strategy's name. */
  readonly strategy: string;
  readonly codes: readonly string[];
  readonly options: DownloadOptions;
  /** A server without faults, to warm up with. */
  readonly warmUpUrl: string;
}

/** What the process of one cell brings back. */
export interface CellReport {
  readonly outcomes: readonly Outcome[];
  readonly usage: Usage;
}

/** What the process of one cell can be asked to do. */
export interface CellCalls {
  run(task: CellTask): Promise<CellReport>;
}

/** Threads or slots of the warm-up: it loads and compiles what the strategy needs and must not cost the memory of m. */
const WARM_UP_M = 2;

answerParent<CellCalls>({
  async run({ strategy: name, codes, options, warmUpUrl }) {
    const { download, maxM } = strategy(name);
    const warmUp = { baseUrl: warmUpUrl, m: Math.min(WARM_UP_M, maxM), run: 'warm-up' };
    await Array.fromAsync(download(countryCodes(), warmUp));
    const { result, usage } = await measureUsage(() => Array.fromAsync(download(codes, options)));
    return { outcomes: result, usage };
  },
});
