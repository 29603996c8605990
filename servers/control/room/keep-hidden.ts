import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendError } from '../../http/send-error.ts';
import type { HiddenFaults } from './hidden-faults.ts';

const UNTOLD =
  'While the faults of a server are hidden, who leads this room alone is told of races, sweeps and searches: their results give the faults away.';

/** Keeps what was measured from whom some faults are hidden: a handler for what comes before the results. */
export function keepHidden(hidden: HiddenFaults, leads: (request: IncomingMessage) => boolean) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    if (hidden.areSome && !leads(request)) sendError(request, response, 403, 'Forbidden', UNTOLD);
    else next();
  };
}
