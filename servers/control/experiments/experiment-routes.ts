import { NotFoundError } from '../../../lib/errors/not-found-error.ts';
import type { HandledOperation } from '../../api-description/operation.ts';
import {
  type ExperimentState,
  experimentOrder,
  experimentState,
  experimentsState,
  keptResult,
  keptRun,
} from './experiment-schemas.ts';
import type { Experiments } from './experiments.ts';

/** Where all is that is told of experiments and kept runs, reports included. */
export const EXPERIMENT_PATHS: readonly string[] = ['/api/experiments', '/api/history', '/reports'];

/** Every JSON operation on experiments and kept runs. */
export const EXPERIMENT_ROUTES: readonly HandledOperation<Experiments>[] = [
  {
    method: 'get',
    path: '/api/experiments',
    summary: 'What can be raced, swept and tuned, and the experiment that goes on or was last.',
    status: 200,
    answer: experimentsState,
    handle: (experiments) => experiments.now(),
  },
  {
    method: 'post',
    path: '/api/experiments',
    summary:
      'Start a race, a sweep or a search for the best m, as bench and tune do: on servers of its own, each cell in a process of its own, kept in the history. One at a time: 409 while another goes on. Its progress is told by the events called experiment.',
    body: experimentOrder,
    status: 201,
    answer: experimentState,
    handle: (experiments, _parameters, body) => experiments.start(experimentOrder.parse(body)),
  },
  {
    method: 'get',
    path: '/api/experiments/{id}',
    summary: 'The experiment that goes on or was last, with all flags that have come. Others are in the history.',
    status: 200,
    answer: experimentState,
    handle: async (experiments, { id }) => currentOf(experiments, id!),
  },
  {
    method: 'delete',
    path: '/api/experiments/{id}',
    summary: 'Cancel it, as Ctrl-C does on the command line: what was measured is kept. One that has ended stays.',
    status: 200,
    answer: experimentState,
    handle: (experiments, { id }) => experiments.cancel(id!),
  },
  {
    method: 'get',
    path: '/api/history',
    summary: 'The last runs that were kept, newest first, those of the command line among them.',
    status: 200,
    answer: keptRun.array(),
    handle: ({ keptRuns }) => keptRuns.list(),
  },
  {
    method: 'get',
    path: '/api/history/{id}',
    summary: 'The result of a run, as it is kept.',
    status: 200,
    answer: keptResult,
    handle: ({ keptRuns }, { id }) => keptRuns.result(id!),
  },
];

/**
 * What experiments are asked of where there are none.
 *
 * @throws NotFoundError there
 */
export function requireExperiments(experiments: Experiments | undefined): Experiments {
  if (experiments !== undefined) return experiments;
  throw new NotFoundError('this control API has no experiments: that of npx flaglab serve has them');
}

/** @throws NotFoundError for another than the one that goes on or was last */
function currentOf(experiments: Experiments, id: string): ExperimentState {
  const state = experiments.current();
  if (state?.id === id) return state;
  throw new NotFoundError(`the experiment "${id}" neither goes on nor was the last: see /api/history`);
}
