import type { ExperimentOrder, ExperimentState, ExperimentsState } from './experiment-schemas.ts';
import type { KeptRuns } from './kept-runs.ts';

/**
 * Races, sweeps and searches for the best m that can be started through the control API, one at a time. Who measures is not
 * known here: it is given to the API by whoever can.
 */
export interface Experiments {
  /** What can be chosen, and what goes on or was last. */
  now(): Promise<ExperimentsState>;
  /**
   * Starts one, and resolves once its first cell is to come.
   *
   * @throws ConflictError while another goes on, UsageError or FaultSpecError for what makes none, OutputError or DataError
   *   where it could not be kept
   */
  start(order: ExperimentOrder): Promise<ExperimentState>;
  /** The one that goes on or was last, whole; undefined before the first. */
  current(): ExperimentState | undefined;
  /**
   * Ends it, and resolves once its processes are gone; what was measured is kept. One that has ended stays as it is.
   *
   * @throws NotFoundError where that is not the one that goes on or was last
   */
  cancel(id: string): Promise<ExperimentState>;
  /** Tells each change, at most as often as events are sent, with the flags that came since the one before. */
  watch(tell: (change: ExperimentState) => void): Disposable;
  /** The runs that are kept, those of the command line among them. */
  readonly keptRuns: KeptRuns;
}
