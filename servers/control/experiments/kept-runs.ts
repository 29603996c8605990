import type { KeptRun } from './experiment-schemas.ts';

/** The runs of a results folder, whoever has made them. */
export interface KeptRuns {
  /** The last of them, newest first, bounded in number. */
  list(): Promise<readonly KeptRun[]>;
  /**
   * The result of one, as it is kept.
   *
   * @throws NotFoundError where there is none of that id, DataError where it is damaged
   */
  result(id: string): Promise<object>;
  /**
   * The report of one: an HTML page that needs nothing else, with scripts and styles in it.
   *
   * @throws NotFoundError or DataError as {@link result} does
   */
  report(id: string): Promise<string>;
}
