/**
 * Which of a server's requests are meant; all of its current run unless something is said.
 *
 * @example
 * ```ts
 * import { type RecordFilter, startLab } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * for (const run of ['red', 'blue', 'red']) await fetch(`${lab.url('LOCAL')}/run/${run}/flags/br/br.gif`);
 * const red: RecordFilter = { run: 'red' };
 * console.log((await lab.records('LOCAL', red)).map(({ attempt }) => attempt)); // [ 1, 2 ]
 * console.log((await lab.verdict('LOCAL', red)).requests); // 2
 * ```
 */
export interface RecordFilter {
  /** Those of the run that their clients called so; `''` for those of clients that gave no name. */
  readonly run?: string | undefined;
  /** Those from this number on. */
  readonly sinceSeq?: number | undefined;
}
