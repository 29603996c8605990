import type { ApiDescription } from '../api-description/operation.ts';
import { ACCESS } from './access.ts';
import { EXPERIMENT_ROUTES } from './experiments/experiment-routes.ts';
import { FAULT_ROUTES } from './fault-routes.ts';
import { ROOM_ROUTES } from './room/room-routes.ts';
import { MAX_BODY_BYTES, ROUTES, type Route } from './routes.ts';
import { STREAMS } from './streams.ts';

/** Every JSON operation on the lab itself. */
export const LAB_ROUTES: readonly Route[] = [...ROUTES, ...FAULT_ROUTES];

/** All that there is to tell of the control API. */
export function describeApi(version: string): ApiDescription {
  return {
    title: 'Flag Lab control API',
    version,
    description: `Looks at and changes a running lab. It listens on loopback only, unless told otherwise. Bodies are JSON, of at most ${MAX_BODY_BYTES / 1024} KB.`,
    operations: [...LAB_ROUTES, ...EXPERIMENT_ROUTES, ...ROOM_ROUTES, ACCESS],
    streams: STREAMS,
    exampleParameters: { label: 'LOCAL', fault: 'status', id: 'run-1', name: 'red' },
  };
}
