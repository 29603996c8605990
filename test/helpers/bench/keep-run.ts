import type { ComparedRun } from '../../../bench/compare/compared-run.ts';
import { RunStore } from '../../../bench/store/store.ts';

/** Keeps a run as a bench would, as `run-1` of one o'clock and so on. Resolves to the folder in which it lies. */
export async function keepRun(results: string, hour: number, { result, records }: ComparedRun): Promise<string> {
  const kept = { ...result, id: `run-${hour}`, startedAt: `2026-11-21T0${hour}:00:00.000Z` };
  const store = new RunStore(results, kept.id);
  await store.begin({ ...kept, cells: [] });
  await store.save(kept, records);
  return store.folder;
}
