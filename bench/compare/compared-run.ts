import type { SavedRun } from '../store/load-run.ts';

/** One side of a comparison. */
export type ComparedRun = Pick<SavedRun, 'result' | 'records'>;
