import { measureCell } from '../../bench/experiment/measure-cell.ts';
import { planDownload } from '../../bench/plan/plan.ts';
import { type TuneResult, tune } from '../../bench/tune/tune.ts';
import { parseGoal } from '../../bench/tune/tune-goal.ts';
import { tuneItems, tuneTimeScale } from '../../bench/tune/tune-settings.ts';
import { measureUsage } from '../../bench/usage/usage.ts';
import { strategy } from '../../clients/strategies.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { parseProfile } from '../../servers/faults/profile.ts';
import { startLab } from '../../servers/lab/start-lab.ts';

/** A server whose best m is known: its slots. */
export interface TuneCase {
  readonly slots: number;
  readonly serviceMs: number;
  readonly seed: number;
}

const LABEL = 'LIMITED';
const TIMEOUT_MS = 10_000;
const BUDGET = 30;
const { download, maxM } = strategy('async');

/** Tunes async on such a server, as `npx flaglab tune` does, but without a word of the slots to what judges the levels. */
export async function tuneCase({ slots, serviceMs, seed }: TuneCase): Promise<TuneResult> {
  const profile = parseProfile([`capacity=${slots},service=fixed:${serviceMs}ms,queue=32`]);
  const timeScale = tuneTimeScale(serviceMs);
  const fates = { seed, timeScale, timeoutMs: TIMEOUT_MS * timeScale };
  await using lab = await startLab({ [LABEL]: { faults: profile } }, { seed, timeScale, threads: true });
  const baseUrl = `${lab.url(LABEL)}/flags`;
  const codes = countryCodes();
  let cells = 0;
  const ask = (m: number, items: number) => {
    const options = { baseUrl, m, run: `cell-${++cells}`, ...fates };
    return Array.fromAsync(download(codes.slice(0, items), options));
  };
  await ask(slots, codes.length); // Warms up.
  const search = tune({ goal: parseGoal('goodput'), maxM: Math.min(maxM, codes.length), budget: BUDGET }, async (m) => {
    const items = tuneItems(m, slots, 0, codes.length);
    await lab.reset();
    const { result: outcomes, usage } = await measureUsage(() => ask(m, items));
    const records = await lab.server(LABEL).records();
    const plan = planDownload({ ...fates, label: LABEL, profile, codes: codes.slice(0, items), m });
    return measureCell({ outcomes, usage, records, plan });
  });
  while (true) {
    const { done, value } = await search.next();
    if (done === true) return value;
  }
}
