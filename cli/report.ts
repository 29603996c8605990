import { loadRun } from '../bench/store.ts';
import { printResult } from './bench-text.ts';
import { print, type Terminal } from './terminal.ts';

/** The options of `flaglab report`. */
export interface ReportOptions {
  readonly results: string;
  readonly format: 'text' | 'json';
}

/** Prints a kept run's report. */
export async function report(run: string, { results, format }: ReportOptions, terminal: Terminal): Promise<void> {
  const { result } = await loadRun(results, run);
  if (format === 'json') print(terminal, JSON.stringify(result));
  else printResult(result, terminal);
}
